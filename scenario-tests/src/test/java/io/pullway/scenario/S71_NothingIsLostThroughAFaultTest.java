package io.pullway.scenario;

import static io.pullway.scenario.UnderFault.allIdempotentAnswered;
import static io.pullway.scenario.UnderFault.allIdempotentAnsweredOrRefused;
import static io.pullway.scenario.UnderFault.last;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.scenario.History.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One fault after the other under GET, PUT and keyed POST. Whatever it is: each request has an outcome, none
 * gets the answer to another, and nothing is done twice. The second of each kind of process is behind a link
 * of its own to NATS.
 */
@Tag("fault")
final class S71_NothingIsLostThroughAFaultTest {
    private static final Duration FROZEN = Duration.ofSeconds(20);
    private static final Duration NATS_FROZEN = Duration.ofSeconds(10);
    private static final Duration CUT = Duration.ofSeconds(10);
    private static final Duration LATENCY = Duration.ofMillis(200);

    private static Platform platform;
    private static Link proxyLink;
    private static Link serviceLink;

    @BeforeAll
    static void start() {
        platform = Platform.of("S71").ratings(1).start();
        proxyLink = new Link(platform.nats().port());
        serviceLink = new Link(platform.nats().port());
        Map<String, String> behindServiceLink = Map.of("PULLWAY_NATS_SERVERS", serviceLink.natsUrl());
        List<Program> second = List.of(
                platform.newProxy(Map.of("PULLWAY_NATS_SERVERS", proxyLink.natsUrl())),
                platform.newEcho(behindServiceLink),
                platform.newRating(behindServiceLink));
        second.forEach(Program::start);
        second.forEach(Program::awaitReady);
    }

    @AfterAll
    static void end() {
        platform.close();
        proxyLink.close();
        serviceLink.close();
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
        allIdempotentAnsweredOrRefused(through("SIGSTOP of nats-server, 10 s", () -> {
            platform.nats().freeze();
            last(NATS_FROZEN);
            platform.nats().thaw();
        }));
    }

    @Test
    void aProxyCutOffFromNats() throws Exception {
        allIdempotentAnsweredOrRefused(through("network cut proxy to NATS, 10 s", () -> cut(proxyLink)));
    }

    @Test
    void instancesCutOffFromNats() throws Exception {
        allIdempotentAnswered(through("network cut service to NATS, 10 s", () -> cut(serviceLink)));
    }

    @Test
    void aProxyFarFromNats() throws Exception {
        allIdempotentAnswered(through("200 ms each way proxy to NATS, 15 s", () -> slow(proxyLink)));
    }

    @Test
    void instancesFarFromNats() throws Exception {
        allIdempotentAnswered(through("200 ms each way service to NATS, 15 s", () -> slow(serviceLink)));
    }

    @Test
    void anEndOfPostgres() throws Exception {
        allIdempotentAnswered(through("kill -9 of PostgreSQL, back after 5 s", () -> {
            platform.postgres().kill();
            last(Duration.ofSeconds(5));
            platform.postgres().start();
        }));
    }

    @Test
    void fullStreams() throws Exception {
        History history = through("streams full (2 messages), 10 s", () -> {
            limit(2);
            last(Duration.ofSeconds(10));
            limit(100_000);
        });
        allIdempotentAnsweredOrRefused(history);
        assertThat(history.count(Outcome.REFUSED)).isPositive();
    }

    @Test
    void everyRequestDeliveredTwice() throws Exception {
        allIdempotentAnswered(through("each request stored twice, 10 s", () -> {
            try (Duplicator duplicator = new Duplicator(platform.nats())) {
                last(Duration.ofSeconds(10));
                assertThat(duplicator.copies()).isPositive();
            }
        }));
    }

    /** Straight to the proxies: no gateway chooses another one for a connection that ends. */
    @Test
    void aReplacementOfEveryProcess() throws Exception {
        History history = through("rolling replacement of every process", () -> Rollout.of(platform));
        assertThat(history.except(Outcome.ANSWERED)).isEmpty();
    }

    @Test
    void anEndOfNats() throws Exception {
        allIdempotentAnsweredOrRefused(through("kill -9 of nats-server, back after 3 s", () -> {
            platform.nats().kill();
            last(Duration.ofSeconds(3));
            platform.nats().start();
        }));
    }

    private static History through(String name, UnderFault.Fault fault) throws Exception {
        return UnderFault.of(platform).through(name, fault);
    }

    private static void cut(Link link) {
        link.cut();
        last(CUT);
        link.mend();
    }

    private static void slow(Link link) {
        link.delay(LATENCY);
        last(Duration.ofSeconds(15));
        link.delay(Duration.ZERO);
    }

    private static void limit(long messages) {
        try (NatsClient nats = new NatsClient(platform)) {
            nats.limit("echo-service", messages);
            nats.limit("rating-service", messages);
        }
    }
}
