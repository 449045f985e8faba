package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service whose instances take nothing: its stream keeps requests for as long as their clients wait. */
final class S10_QueuesWhatNobodyTakesYetTest {
    private static final int ROOM = 3;

    private static Platform platform;
    private static Program proxy;
    private static Program echo;

    private NatsClient nats;

    @BeforeAll
    static void start() {
        platform = Platform.of("S10")
                .echoes(0)
                .streams(text -> text.replace("maxMsgs: 100000", "maxMsgs: " + ROOM))
                .start();
        proxy = platform.proxy(1);
        echo = platform.newEcho(Map.of());
    }

    @AfterAll
    static void end() {
        platform.close();
    }

    @BeforeEach
    void connect() {
        nats = new NatsClient(platform);
        // Somebody is there who takes nothing: for nobody, a proxy that has watched for 5 s stores nothing.
        nats.publish("presence.echo.busy", "{\"service\":\"echo-service\",\"instance\":\"busy\"}");
    }

    @AfterEach
    void endTheInstance() {
        nats.close();
        echo.process().kill();
    }

    @Test
    void aRequestIsAnsweredWhenAnInstanceComesInTime() {
        CompletableFuture<RawAnswer> answer = CompletableFuture.supplyAsync(
                () -> RawRequest.get("/api/echo/early").sendTo(proxy));
        nats.awaitStored(1);

        echo.start();

        assertThat(answer.join().echoed().target()).isEqualTo("/echo/early");
        assertThat(answer.join().echoed().deliveries()).isEqualTo(1);
    }

    @Test
    void aRequestThatWasNotStartedInTimeIsNeverStarted() {
        NatsClient.Watch answers = nats.watch("reply.>");
        CompletableFuture<RawAnswer> post = CompletableFuture.supplyAsync(() -> late("POST"));
        long begin = System.nanoTime();
        RawAnswer get = late("GET");
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);

        Problems.assertProblem(get, 504, "not-started");
        Problems.assertProblem(post.join(), 504, "not-started");
        assertThat(taken).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
        assertThat(nats.stored()).isEqualTo(2);

        echo.start();
        echo.awaitReady();
        nats.awaitNothingStored();

        assertThat(answers.next().field("pullway-outcome")).isEqualTo("not-started");
        assertThat(answers.next().field("pullway-outcome")).isEqualTo("not-started");
        assertThat(answers.isQuiet()).isTrue();
    }

    @Test
    void aRequestThatFindsTheStreamFullIsRefusedAtOnceAndMayComeAgain() {
        for (int i = 0; i < ROOM; i++) {
            nats.store(HandMade.subject(), new HandMade().payload());
        }
        long begin = System.nanoTime();
        RawAnswer refused = RawRequest.of("POST", "/api/echo").sendTo(proxy);

        Problems.assertRetryable(refused, 503, "overloaded");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
        assertThat(nats.stored()).isEqualTo(ROOM);

        echo.start();
        nats.awaitNothingStored();
        assertThat(RawRequest.of("POST", "/api/echo").sendTo(proxy).status()).isEqualTo(200);
    }

    private static RawAnswer late(String method) {
        return RawRequest.of(method, "/api/echo/late").field("Prefer", "wait=1").sendTo(proxy);
    }
}
