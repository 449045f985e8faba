package io.pullway.scenario;

import static io.pullway.scenario.UnderFault.allIdempotentAnswered;
import static io.pullway.scenario.UnderFault.allIdempotentAnsweredOrRefused;
import static io.pullway.scenario.UnderFault.allWithoutDatabaseAnswered;
import static io.pullway.scenario.UnderFault.last;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.scenario.History.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One fault after the other under requests of every kind. Whatever it is: each request has an outcome, none gets the answer
 * to another, what was answered is told again, and nothing is done twice.
 */
@Tag("fault")
final class S71_NothingIsLostThroughAFaultTest {
    private static final Duration FROZEN = Duration.ofSeconds(20);
    private static final Duration FULL = Duration.ofSeconds(10);
    private static final String ANSWERS = "ANSWERS_rating-service";

    private static Platform platform;

    @BeforeAll
    static void start() {
        platform = Platform.of("S71").proxies(2).echoes(2).ratings(2).start();
    }

    @AfterAll
    static void end() {
        platform.close();
    }

    @Test
    void aFrozenInstance() throws Exception {
        allIdempotentAnswered(through("SIGSTOP of an instance, 20 s", () -> {
            platform.echo(1).process().freeze();
            platform.rating(1).process().freeze();
            last(FROZEN);
            platform.echo(1).process().thaw();
            platform.rating(1).process().thaw();
        }));
    }

    @Test
    void aFrozenProxy() throws Exception {
        allIdempotentAnswered(through("SIGSTOP of a proxy, 20 s", () -> {
            platform.proxy(1).process().freeze();
            last(FROZEN);
            platform.proxy(1).process().thaw();
        }));
    }

    @Test
    void aFrozenNatsServer() throws Exception {
        allIdempotentAnsweredOrRefused(through("SIGSTOP of nats-server, 20 s", () -> {
            platform.nats().freeze();
            last(FROZEN);
            platform.nats().thaw();
        }));
    }

    @Test
    void aFrozenPostgres() throws Exception {
        allWithoutDatabaseAnswered(through("SIGSTOP of PostgreSQL, 20 s", () -> {
            platform.postgres().freeze();
            last(FROZEN);
            platform.postgres().thaw();
        }));
    }

    @Test
    void anEndOfPostgres() throws Exception {
        allWithoutDatabaseAnswered(through("kill -9 of PostgreSQL, back after 5 s", () -> {
            platform.postgres().kill();
            last(Duration.ofSeconds(5));
            platform.postgres().start();
        }));
    }

    /** There is one: it ends as told, and is started anew. */
    @Test
    void aReplacementOfPostgres() throws Exception {
        allWithoutDatabaseAnswered(
                through("replacement of PostgreSQL", () -> platform.postgres().restart()));
    }

    @Test
    void fullStreams() throws Exception {
        History history = through("streams full (2 messages), 10 s", () -> {
            limit(2);
            last(FULL);
            limit(100_000);
        });
        allIdempotentAnsweredOrRefused(history);
        assertThat(history.count(Outcome.REFUSED)).isPositive();
    }

    @Test
    void noRoomForAnswers() throws Exception {
        KeyedUser user = KeyedUser.random(Seed.random("S71 a kept answer"));
        KeyedUser.Made answer = made(user);
        History history = through("stream of answers full, 10 s", () -> {
            try (NatsClient nats = new NatsClient(platform)) {
                nats.limitBytes(ANSWERS, nats.state(ANSWERS).getByteCount());
                try {
                    last(FULL);
                    // What was promised before is told.
                    assertThat(made(user)).isEqualTo(answer);
                } finally {
                    nats.limitBytes(ANSWERS, 1L << 30);
                }
            }
        });
        allIdempotentAnswered(history);
        assertThat(history.except(Outcome.ANSWERED, KeyedUser.KIND))
                .isNotEmpty()
                .allMatch(entry -> entry.outcome() == Outcome.REFUSED);
    }

    @Test
    void everyRequestDeliveredTwice() throws Exception {
        allIdempotentAnswered(UnderFault.of(platform).runsAtMost(2).through("each request stored twice, 10 s", () -> {
            try (Duplicator duplicator = new Duplicator(platform.nats())) {
                last(Duration.ofSeconds(10));
                assertThat(duplicator.copies()).containsOnlyKeys("http", "keyed", "later");
            }
        }));
    }

    @Test
    void aMessageThatEndsReaders() throws Exception {
        allIdempotentAnswered(UnderFault.of(platform)
                .buries("no-request: its NATS headers cannot be read")
                .through("a stored message that ends the readers of its instances", () -> {
                    try (RawNats stranger = RawNats.connect(platform.nats())) {
                        stranger.publish(HandMade.subject(), RawNats.UNREADABLE, new HandMade().payload());
                    }
                    last(Duration.ofSeconds(10));
                }));
    }

    /** Straight to the proxies: no gateway chooses another one for a connection that ends. */
    @Test
    void aReplacementOfProxiesAndInstances() throws Exception {
        History history = through("rolling replacement of proxies and instances", () -> Rollout.of(platform));
        assertThat(history.except(Outcome.ANSWERED)).isEmpty();
    }

    /** The one fault that design section 6 excepts: a server alone forgets on its death what it has just delivered. */
    @Test
    void anEndOfNats() throws Exception {
        allIdempotentAnsweredOrRefused(
                UnderFault.of(platform).runsAtMost(2).through("kill -9 of nats-server, back after 3 s", () -> {
                    platform.nats().kill();
                    last(Duration.ofSeconds(3));
                    platform.nats().start();
                }));
    }

    private static History through(String name, UnderFault.Fault fault) throws Exception {
        return UnderFault.of(platform).through(name, fault);
    }

    private static KeyedUser.Made made(KeyedUser user) {
        try (RecordingClient client = new RecordingClient(List.of(platform.proxy(1)), 0, new History())) {
            return user.makeBy(client);
        }
    }

    private static void limit(long messages) {
        try (NatsClient nats = new NatsClient(platform)) {
            nats.limit("echo-service", messages);
            nats.limit("rating-service", messages);
        }
    }
}
