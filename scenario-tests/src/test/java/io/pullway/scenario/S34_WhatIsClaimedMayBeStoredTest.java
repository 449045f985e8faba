package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * As {@link S33_WhatMayBeStoredIsNotDeniedTest}, of requests with a record: once one is claimed and published, nobody is told
 * that nothing was stored, whatever becomes of its PubAck and of the connection to NATS.
 */
final class S34_WhatIsClaimedMayBeStoredTest {
    private static final String IN_PROCESS =
            "{\"error\":{\"code\":500,\"err_code\":10158,\"description\":\"duplicate message id is in process\"}}";

    private static final String FULL =
            "{\"error\":{\"code\":503,\"err_code\":10077,\"description\":\"maximum messages exceeded\"},\"stream\":\"x\"}";

    private static Platform platform;

    /** In the place of the stream, whose subjects nobody else takes; the stream of answers is there. */
    private NatsClient nats;

    private boolean killed;

    @BeforeAll
    static void start() {
        platform = Platform.of("S34").echoes(0).start();
        try (NatsClient nats = new NatsClient(platform)) {
            nats.deleteStream("echo-service");
        }
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @BeforeEach
    void connect() {
        nats = new NatsClient(platform);
    }

    @AfterEach
    void mend() {
        nats.close();
        if (killed) {
            platform.nats().start();
            platform.proxy(1).awaitReady();
        }
    }

    @Test
    void anAsynchronousRequestThatNobodyConfirmsMayBeStoredAndItsStatusTells() {
        NatsClient.Watch taken = nats.watch("later.echo.>");
        CompletableFuture<RawAnswer> answer = later();
        taken.next();

        assertMayBeStored(answer.join());
        String id = answer.join().json().get("instance").asText().substring("urn:uuid:".length());
        RawAnswer status = RawRequest.get("/api/-/requests/echo/" + id).sendTo(platform.proxy(1));
        assertThat(status.status()).isEqualTo(202);
        taken.end();
    }

    /** JetStream's API has one queue for everybody. */
    @Test
    void whoSendsAKeyAgainWhileItIsQueuedHasItsRecordNotReadAllTheTime() {
        NatsClient.Watch taken = nats.watch("later.echo.>");
        NatsClient.Watch reads = nats.watch("$JS.API.STREAM.MSG.GET.ANSWERS_echo-service");
        RawRequest request = RawRequest.post("/api/echo", new byte[10])
                .field("Idempotency-Key", UUID.randomUUID().toString())
                .field("Prefer", "respond-async");
        CompletableFuture<RawAnswer> first = sent(request);
        taken.next();
        sent(request).join();
        first.join();

        int count = 0;
        while (!reads.isQuiet()) {
            count++;
        }
        assertThat(count).isBetween(1, 20);
        taken.end();
    }

    @Test
    void anAsynchronousRequestWhoseConnectionIsLostMayBeStored() {
        NatsClient.Watch taken = nats.watch("later.echo.>");
        CompletableFuture<RawAnswer> answer = later();
        taken.next();
        kill();

        assertMayBeStored(answer.join());
    }

    @Test
    void aKeyedRequestWhoseConnectionIsLostMayStillRun() {
        NatsClient.Watch taken = nats.watch("keyed.echo.>");
        CompletableFuture<RawAnswer> answer = sent(RawRequest.post("/api/echo", new byte[10])
                .field("Idempotency-Key", UUID.randomUUID().toString())
                .field("Prefer", "wait=4"));
        taken.next();
        kill();

        Problems.assertRetryable(answer.join(), 409, "still-running");
    }

    /** Contract 11: wait for that. */
    @Test
    void whatIsJustBeingStoredIsAccepted() {
        NatsClient.Watch taken = nats.watch("later.echo.>");
        CompletableFuture<RawAnswer> answer = later();
        nats.publish(taken.next().replyTo(), IN_PROCESS);
        nats.publish(taken.next().replyTo(), "{\"stream\":\"echo-service\",\"seq\":7,\"duplicate\":true}");

        assertThat(answer.join().status()).isEqualTo(202);
        taken.end();
    }

    @Test
    void whatAnotherProxyHadStoredIsAcceptedAlsoByTheOneThatWasRefused() {
        NatsClient.Watch taken = nats.watch("later.echo.>");
        CompletableFuture<RawAnswer> answer = later();
        NatsClient.Seen request = taken.next();
        nats.store("answer.echo." + request.field("pullway-request-id"), started(request));
        nats.publish(request.replyTo(), FULL);

        assertThat(answer.join().status()).isEqualTo(202);
        taken.end();
    }

    /** The record that an instance writes which has got this request. */
    private static String started(NatsClient.Seen request) {
        String claimed = Stream.of("kind", "fingerprint", "principal", "deadline", "claim")
                .map(name -> "pullway-" + name)
                .map(name -> name + ": " + request.field(name) + "\r\n")
                .collect(Collectors.joining());
        return "HTTP/1.1 102 \r\npullway-request-id: " + request.field("pullway-request-id")
                + "\r\npullway-served-by: echo-1\r\npullway-state: started\r\n" + claimed
                + "pullway-nonce: 7f3c9a\r\n\r\n";
    }

    private void kill() {
        killed = true;
        platform.nats().kill();
    }

    private static void assertMayBeStored(RawAnswer answer) {
        Problems.assertProblem(answer, 504, "outcome-unknown");
        assertThat(answer.values("retry-after")).isEmpty();
    }

    private static CompletableFuture<RawAnswer> later() {
        return sent(RawRequest.post("/api/echo", new byte[10]).field("Prefer", "respond-async"));
    }

    private static CompletableFuture<RawAnswer> sent(RawRequest request) {
        return CompletableFuture.supplyAsync(
                () -> request.sendTo(platform.proxy(1)),
                task -> Thread.ofVirtual().start(task));
    }
}
