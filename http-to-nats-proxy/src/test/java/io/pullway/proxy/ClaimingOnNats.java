package io.pullway.proxy;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.Republish;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.RecordEnvelope;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.record.AnswerRecord;
import io.pullway.wire.record.Principal;
import io.pullway.wire.record.ReadResult;
import io.pullway.wire.record.RecordStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * What forwards the claimed requests of a proxy, with the streams of the echo service on a NATS of its own, and an instance
 * of it, {@link EchoByHand}.
 */
final class ClaimingOnNats implements AutoCloseable {
    static final String QUEUE = "echo-service";
    static final String ANSWERS = "ANSWERS_echo-service";
    static final String RESOURCE = "echo";

    private final ForwardingOnNats proxy;
    private final Connection connection;
    private final RecordStore store;
    private final Presence presence = new Presence();
    private final QueueWaits waits = new QueueWaits();
    private final Patience patience = new Patience();
    private final boolean usually;

    /** @param usually whether keyed requests begin their {@link UsualCourse}, or on threads of their own */
    ClaimingOnNats(boolean usually) throws IOException, JetStreamApiException {
        this(usually, "");
    }

    /** @param natsConfig as of {@link ForwardingOnNats} */
    ClaimingOnNats(boolean usually, String natsConfig) throws IOException, JetStreamApiException {
        this.usually = usually;
        proxy = new ForwardingOnNats(natsConfig);
        connection = proxy.nats().connect();
        store = RecordStore.ofProxy(proxy.port().requests());
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

    /** Who answers, once it is told to. */
    EchoByHand echo() {
        return new EchoByHand(connection, store);
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

    /** Sends a request and returns what its client is told, some time. */
    CompletableFuture<Outcome> ask(RequestKind kind, RequestId id, String body, Duration budget) {
        CompletableFuture<Outcome> told = new CompletableFuture<>();
        forward(kind, id, body, budget, told::complete);
        return told;
    }

    /** The same. @return as of {@link ClaimedForwarder#forward} */
    Runnable forward(RequestKind kind, RequestId id, String body, Duration budget, Consumer<Outcome> tell) {
        Body content = Body.of(body.getBytes(StandardCharsets.UTF_8));
        ClaimedRequest request = new ClaimedRequest(
                List.of(id),
                kind,
                new ClaimedRequest.Http(RESOURCE, "POST", "/echo", new FieldLines(), content),
                Principal.ofCredentials(new FieldLines()),
                new ClaimedRequest.Times(budget, kind == RequestKind.LATER ? Duration.ZERO : budget));
        // Which knows nothing yet: what is asked once a second, or in half a minute, makes a thread wait.
        StreamRoom streams = new StreamRoom(proxy.port().queries(), () -> 1);
        ClaimedForwarder.Room room = new ClaimedForwarder.Room(
                proxy.port().records(),
                new ClaimDoor(
                        new Door(presence, new ResourceDirectory(proxy.port().queries()), waits), streams),
                waits,
                patience,
                "p1");
        if (usually) {
            learn(streams);
        }
        if (UsualCourse.isOpenTo(request, room) != (usually && kind == RequestKind.KEYED)) {
            throw new AssertionError("The course of a keyed request is usual when all is known, and only then");
        }
        return new ClaimedForwarder(room).forward(request, (same, outcome) -> tell.accept(outcome));
    }

    private void learn(StreamRoom streams) {
        try {
            streams.isFullOfAnswers(RESOURCE);
            proxy.port().records().nowMillis(RESOURCE);
        } catch (IOException e) {
            throw new AssertionError("JetStream does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Whether anybody listens for the answer to this request: NATS says at once if nobody does. */
    boolean isWatched(RequestId id) {
        try (Connection asking = Nats.connect(Options.builder()
                .server(proxy.nats().url())
                .reportNoResponders()
                .build())) {
            asking.requestWithTimeout("kept.echo." + id.text(), new byte[0], Duration.ofMillis(300))
                    .get();
            return true;
        } catch (ExecutionException e) {
            return !(e.getCause() instanceof JetStreamStatusException);
        } catch (CancellationException timedOut) {
            return true;
        } catch (IOException e) {
            throw new AssertionError("NATS does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** What its record tells those who wait. */
    String toldToAll(RequestId id) {
        return store.read(RESOURCE, id).join() instanceof ReadResult.Found(AnswerRecord record)
                ? new String(record.message().response().body().toBytes(), StandardCharsets.UTF_8)
                : null;
    }

    /** What its record says, or null. */
    RecordEnvelope.State state(RequestId id) {
        return store.read(RESOURCE, id).join() instanceof ReadResult.Found(AnswerRecord record) ? record.state() : null;
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

    @Override
    public void close() throws InterruptedException {
        connection.close();
        proxy.close();
    }
}
