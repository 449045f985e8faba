package io.pullway.proxy;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.Republish;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.ResponseEnvelope;
import io.pullway.wire.record.AnswerRecord;
import io.pullway.wire.record.Decision;
import io.pullway.wire.record.Principal;
import io.pullway.wire.record.RecordStore;
import io.pullway.wire.record.Runner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What forwards the claimed requests of a proxy, with the streams of the echo service on a NATS of its own, and an instance
 * of it made by hand.
 */
final class ClaimingOnNats implements AutoCloseable {
    static final String QUEUE = "echo-service";
    static final String ANSWERS = "ANSWERS_echo-service";
    private static final String RESOURCE = "echo";

    private final ForwardingOnNats proxy = new ForwardingOnNats();
    private final Connection connection = proxy.nats().connect();
    private final RecordStore store = RecordStore.ofProxy(proxy.port().requests());
    private final Presence presence = new Presence();
    private final QueueWaits waits = new QueueWaits();
    private final ClaimedForwarder forwarder = new ClaimedForwarder(new ClaimedForwarder.Room(
            proxy.port().records(),
            new ClaimDoor(
                    new Door(presence, new ResourceDirectory(proxy.port().queries()), waits),
                    new StreamRoom(proxy.port().queries(), () -> 1)),
            waits,
            new Patience(),
            "p1"));

    ClaimingOnNats() throws IOException, JetStreamApiException {
        makeQueue(100);
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name(ANSWERS)
                        .subjects("answer.echo.>")
                        .maxMessagesPerSubject(1)
                        .discardPolicy(DiscardPolicy.New)
                        .maxBytes(1 << 20)
                        .allowMessageTtl(true)
                        .republish(Republish.builder()
                                .source("answer.>")
                                .destination("kept.>")
                                .build())
                        .build());
    }

    void makeQueue(long maxMessages) throws IOException, JetStreamApiException {
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name(QUEUE)
                        .subjects("http.echo.>", "keyed.echo.>", "later.echo.>")
                        .retentionPolicy(RetentionPolicy.WorkQueue)
                        .discardPolicy(DiscardPolicy.New)
                        .maxMessages(maxMessages)
                        .allowMessageTtl(true)
                        .build());
    }

    Connection connection() {
        return connection;
    }

    QueueWaits waits() {
        return waits;
    }

    /** From now on it is certain that no instance is there. */
    void hearNobody() {
        long now = System.nanoTime();
        long begin = now - Presence.UNBROKEN_VIEW.plusSeconds(1).toNanos();
        presence.connected(begin);
        for (long at = begin; at - now < 0; at += Duration.ofMillis(500).toNanos()) {
            presence.tick(at);
        }
        presence.tick(now);
    }

    /** Answers all keyed requests from now on, as an instance for which they waited so long. */
    void serve(long queueWaitMillis) {
        connection.createDispatcher(message -> answer(message, queueWaitMillis)).subscribe("keyed.echo.>");
        flush();
    }

    /** Sends a request and returns what its client is told, some time. */
    CompletableFuture<Outcome> ask(RequestKind kind, RequestId id, String body, Duration budget) {
        Body content = Body.of(body.getBytes(StandardCharsets.UTF_8));
        ClaimedRequest request = new ClaimedRequest(
                List.of(id),
                kind,
                new ClaimedRequest.Http(RESOURCE, "POST", "/echo", new FieldLines(), content),
                Principal.ofCredentials(new FieldLines()),
                new ClaimedRequest.Times(budget, kind == RequestKind.LATER ? Duration.ZERO : budget));
        CompletableFuture<Outcome> told = new CompletableFuture<>();
        forwarder.forward(request, (same, outcome) -> told.complete(outcome));
        return told;
    }

    /** How many requests are in the queue. */
    long queued() {
        try {
            return connection
                    .jetStreamManagement()
                    .getStreamInfo(QUEUE)
                    .getStreamState()
                    .getMsgCount();
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError("JetStream does not answer", e);
        }
    }

    void flush() {
        try {
            connection.flush(ForwardingOnNats.SOON);
        } catch (Exception e) {
            throw new AssertionError("NATS does not answer", e);
        }
    }

    private void answer(Message message, long queueWaitMillis) {
        try {
            HttpRequestMessage request = HttpRequestMessage.decode(message.getData());
            RequestEnvelope envelope = request.envelope();
            HttpResponseMessage answer = new HttpResponseMessage(
                    new ResponseEnvelope(envelope.requestId(), "echo-1", queueWaitMillis, null),
                    200,
                    new FieldLines(),
                    request.body());
            Runner runner = new Runner(envelope.requestId(), envelope.claim(), "nonce", false, "echo-1");
            Decision.WriteThenAck answered = (Decision.WriteThenAck)
                    ClaimedExchange.rules(RequestKind.KEYED).answered(AnswerRecord.claimOf(envelope), runner, answer);
            store.write(RESOURCE, envelope.requestId(), answered.write());
        } catch (MalformedMessageException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        connection.close();
        proxy.close();
    }
}
