package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A publication whose PubAck got lost, as when the leader of a stream ends, is made again under its id. What is said of
 * that one says nothing of the first: it may be stored, and must not be denied.
 */
final class S33_WhatMayBeStoredIsNotDeniedTest {
    private static final String FULL =
            "{\"error\":{\"code\":503,\"err_code\":10077,\"description\":\"maximum messages exceeded\"},\"stream\":\"x\"}";

    private static Platform platform;

    /** In the place of the stream, whose subjects nobody else takes. */
    private static NatsClient nats;

    @BeforeAll
    static void start() {
        platform = Platform.of("S33").echoes(0).start();
        nats = new NatsClient(platform);
        nats.deleteStream("echo-service");
    }

    @AfterAll
    static void stop() {
        nats.close();
        platform.close();
    }

    @Test
    void whatWasHeardOnceAndThenByNobodyMayBeStored() {
        NatsClient.Watch first = nats.watch("http.echo.>");
        CompletableFuture<RawAnswer> answer = post("gone");
        first.next();
        first.end();

        Problems.assertProblem(answer.join(), 504, "outcome-unknown");
    }

    @Test
    void whatWasHeardOnceAndThenRefusedMayBeStored() {
        NatsClient.Watch taken = nats.watch("http.echo.>");
        CompletableFuture<RawAnswer> answer = post("full");
        String first = taken.next().replyTo();
        NatsClient.Seen again = taken.next();
        assertThat(again.replyTo()).isEqualTo(first);
        nats.publish(again.replyTo(), FULL);

        Problems.assertProblem(answer.join(), 504, "outcome-unknown");
        taken.end();
    }

    @Test
    void whatWasRefusedAtOnceWasNotStored() {
        NatsClient.Watch taken = nats.watch("http.echo.>");
        CompletableFuture<RawAnswer> answer = post("refused");
        nats.publish(taken.next().replyTo(), FULL);

        Problems.assertRetryable(answer.join(), 503, "overloaded");
        taken.end();
    }

    private static CompletableFuture<RawAnswer> post(String what) {
        RawRequest request = RawRequest.post("/api/echo/" + what, new byte[10]).field("Prefer", "wait=4");
        return CompletableFuture.supplyAsync(() -> request.sendTo(platform.proxy(1)));
    }
}
