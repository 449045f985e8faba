package io.pullway.server.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.Connection;
import io.pullway.corenats.PairedLink;
import io.pullway.fixtures.NatsServer;
import io.pullway.server.RequestsOnNats;
import io.pullway.wire.Body;
import io.pullway.wire.CoreConnection;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.ResponseEnvelope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What callers are told when NATS does not tell everything. */
class ServiceCallsTest {
    private static final long LIMIT_SECONDS = 20;

    private final NatsServer nats = NatsServer.started();
    private final ServiceCalls calls = new ServiceCalls(new SimpleMeterRegistry());
    private final RequestsOnNats link = new RequestsOnNats(nats, new PairedLink.Listener() {
        @Override
        public void connected(Connection control, CoreConnection requests) {
            calls.connected(control, requests, "callers-service", "c1");
        }

        @Override
        public void reconnected() {
            calls.reconnected();
        }

        @Override
        public void disconnected() {
            calls.disconnected();
        }
    });

    @AfterEach
    void end() {
        calls.close();
        link.close();
        nats.close();
    }

    @Test
    void whatNoStreamTakesWasNotStored() throws Exception {
        CallAnswer answer = call("POST", 4).get(LIMIT_SECONDS, TimeUnit.SECONDS);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(text(answer)).contains("Nothing was stored.");
    }

    /** Published again once a second, also when the server has gone that took the first. */
    @Test
    void whatMayHaveBeenStoredIsNeverToldAsNotStored() throws Exception {
        try (Connection stream = nats.connect()) {
            BlockingQueue<byte[]> taken = taken(stream);
            CompletableFuture<CallAnswer> call = call("POST", 4);
            taken(taken);
            nats.kill();

            CallAnswer answer = call.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(answer.outcome()).isEqualTo("outcome-unknown");
            assertThat(text(answer)).contains("It may have been stored").doesNotContain("Nothing was stored");
        }
    }

    @Test
    void aRefusalOfAFurtherPublicationSaysNothingOfTheFirst() throws Exception {
        try (Connection stream = nats.connect()) {
            BlockingQueue<byte[]> taken = taken(stream);
            CompletableFuture<CallAnswer> call = call("POST", 4);
            taken(taken);
            stream.close();

            CallAnswer answer = call.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(answer.outcome()).isEqualTo("outcome-unknown");
        }
    }

    /** Stored or not, its answer may be lost with the connection. */
    @Test
    void whatMayRunTwiceIsMadeAnewAfterALostConnection() throws Exception {
        try (Connection stream = nats.connect()) {
            BlockingQueue<byte[]> taken = taken(stream);
            CompletableFuture<CallAnswer> call = call("GET", 15);
            RequestEnvelope first = taken(taken);
            nats.restart();
            RequestEnvelope again = taken(taken);
            assertThat(again.requestId()).isEqualTo(first.requestId());
            assertThat(again.attempt()).isEqualTo(2);
            stream.publish(again.replyTo(), answer(again));

            assertThat(call.get(LIMIT_SECONDS, TimeUnit.SECONDS).status()).isEqualTo(200);
        }
    }

    @Test
    void whatMustNotRunTwiceIsNotMadeAnewAfterALostConnection() throws Exception {
        try (Connection stream = nats.connect()) {
            BlockingQueue<byte[]> taken = taken(stream);
            CompletableFuture<CallAnswer> call = call("POST", 4);
            taken(taken);
            nats.restart();

            assertThat(call.get(LIMIT_SECONDS, TimeUnit.SECONDS).outcome()).isEqualTo("outcome-unknown");
            assertThat(taken).isEmpty();
        }
    }

    private static RequestEnvelope taken(BlockingQueue<byte[]> taken) throws Exception {
        byte[] payload = taken.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(payload).isNotNull();
        return HttpRequestMessage.decode(payload).envelope();
    }

    private static byte[] answer(RequestEnvelope asked) throws Exception {
        ResponseEnvelope envelope = new ResponseEnvelope(asked.requestId(), "things-1", 0, null);
        return new HttpResponseMessage(envelope, 200, new FieldLines(), Body.EMPTY).encode();
    }

    /** Somebody in the place of the stream, who confirms nothing. */
    private static BlockingQueue<byte[]> taken(Connection stream) throws Exception {
        BlockingQueue<byte[]> taken = new LinkedBlockingQueue<>();
        stream.createDispatcher(message -> taken.add(message.getData())).subscribe("http.things.>");
        stream.flush(Duration.ofSeconds(LIMIT_SECONDS));
        return taken;
    }

    private CompletableFuture<CallAnswer> call(String method, int seconds) {
        ServiceCalls.Call call =
                new ServiceCalls.Call(method, "/things", new FieldLines(), Body.EMPTY, Duration.ofSeconds(seconds));
        return calls.call(call, null).toCompletableFuture();
    }

    private static String text(CallAnswer answer) {
        return new String(answer.body().toBytes(), StandardCharsets.UTF_8);
    }
}
