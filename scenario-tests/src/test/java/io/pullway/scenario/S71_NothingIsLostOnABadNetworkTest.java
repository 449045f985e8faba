package io.pullway.scenario;

import static io.pullway.scenario.UnderFault.allIdempotentAnswered;
import static io.pullway.scenario.UnderFault.allIdempotentAnsweredOrRefused;
import static io.pullway.scenario.UnderFault.allWithoutDatabaseAnswered;
import static io.pullway.scenario.UnderFault.last;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import io.pullway.scenario.History.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Each pair of processes that speak to one another, once without a network and once with a slow one; what holds is as through
 * the other faults. The second of each kind of process is behind a link of its own to NATS, and the second rating
 * service behind one to PostgreSQL.
 */
@Tag("fault")
final class S71_NothingIsLostOnABadNetworkTest {
    private static final Duration CUT = Duration.ofSeconds(10);
    private static final Duration FAR = Duration.ofSeconds(15);
    private static final Duration LATENCY = Duration.ofMillis(200);

    /** Clients of NATS connect anew after 250 ms and some chance. */
    private static final Duration RECONNECTED = Duration.ofMillis(600);

    private static Platform platform;
    private static Link proxyLink;
    private static Link serviceLink;
    private static Link databaseLink;

    @BeforeAll
    static void start() {
        platform = Platform.of("S71-network").ratings(1).start();
        proxyLink = new Link(platform.nats().port());
        serviceLink = new Link(platform.nats().port());
        databaseLink = new Link(platform.postgres().port());
        Map<String, String> behindServiceLink = Map.of("PULLWAY_NATS_SERVERS", serviceLink.natsUrl());
        List<Program> second = List.of(
                platform.newProxy(Map.of("PULLWAY_NATS_SERVERS", proxyLink.natsUrl())),
                platform.newEcho(behindServiceLink),
                platform.newRating(Map.of(
                        "PULLWAY_NATS_SERVERS",
                        serviceLink.natsUrl(),
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        platform.postgres().jdbcUrl(databaseLink.port()))));
        second.forEach(Program::start);
        second.forEach(Program::awaitReady);
    }

    @AfterAll
    static void end() {
        platform.close();
        List.of(proxyLink, serviceLink, databaseLink).forEach(Link::close);
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
    void instancesWhoseConnectionsEnd() throws Exception {
        allIdempotentAnswered(through("connections service to NATS ended, 20 times", () -> {
            for (int i = 0; i < 20; i++) {
                serviceLink.drop();
                last(Duration.ofMillis(500));
            }
        }));
    }

    /** It is back before its pulls have expired, and gets work by an inbox that it has given up: others may have that work. */
    @Test
    void unsafeWorkThatComesByAnOldInboxIsNotStarted() {
        platform.echo(1).process().freeze();
        try (ReplyTap tap = new ReplyTap(platform.nats())) {
            // What the other one has asked for stands for two seconds still.
            last(Duration.ofSeconds(3));
            Result left = Await.value(Duration.ofMinutes(2), "work comes by an old inbox", () -> {
                serviceLink.drop();
                last(RECONNECTED);
                return Load.run(List.of(platform.proxy(1)), 1, 1, () -> Call.post(0)).stream()
                        .filter(result -> result.isProblem(502, "outcome-unknown"))
                        .findFirst();
            });
            assertThat(tap.to(left.requestId())).isNotEmpty().noneMatch(ReplyTap.Reply::isOfApplication);
        } finally {
            platform.echo(1).process().thaw();
        }
    }

    @Test
    void anInstanceCutOffFromPostgres() throws Exception {
        allWithoutDatabaseAnswered(through("network cut service to PostgreSQL, 10 s", () -> cut(databaseLink)));
    }

    /** Who was behind it knows nothing of a request that was under way; all others see nothing of it. */
    @Test
    void clientsCutOffFromAProxy() throws Exception {
        try (Link link = new Link(platform.proxy(1).port())) {
            History history = UnderFault.of(platform)
                    .at(link, platform.proxy(2))
                    .through("network cut client to proxy, 10 s, then its connections ended", () -> {
                        link.cut();
                        last(CUT);
                        link.drop();
                    });
            assertThat(history.except(Outcome.ANSWERED)).allMatch(entry -> entry.outcome() == Outcome.CUT);
            assertThat(history.count(Outcome.CUT)).isPositive();
        }
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
    void anInstanceFarFromPostgres() throws Exception {
        allWithoutDatabaseAnswered(through("200 ms each way service to PostgreSQL, 15 s", () -> slow(databaseLink)));
    }

    @Test
    void clientsFarFromAProxy() throws Exception {
        try (Link link = new Link(platform.proxy(1).port())) {
            allIdempotentAnswered(UnderFault.of(platform)
                    .at(link, platform.proxy(2))
                    .through("200 ms each way client to proxy, 15 s", () -> slow(link)));
        }
    }

    /** Who was given to the other proxy, as soon as the gateway notices, sees nothing of it. */
    @Test
    void aGatewayCutOffFromAProxy() throws Exception {
        throughGateway("network cut gateway to proxy, 10 s", S71_NothingIsLostOnABadNetworkTest::cut);
    }

    @Test
    void aGatewayFarFromAProxy() throws Exception {
        throughGateway("200 ms each way gateway to proxy, 15 s", S71_NothingIsLostOnABadNetworkTest::slow);
    }

    private static void throughGateway(String name, Consumer<Link> fault) throws Exception {
        try (Link link = new Link(platform.proxy(1).port());
                Gateway gateway = new Gateway(
                        List.of(link, platform.proxy(2)), platform.logs().resolve("gateway.log"))) {
            History history = UnderFault.of(platform).at(gateway).through(name, () -> fault.accept(link));
            assertThat(history.except(Outcome.ANSWERED)).isEmpty();
        }
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
        last(FAR);
        link.delay(Duration.ZERO);
    }
}
