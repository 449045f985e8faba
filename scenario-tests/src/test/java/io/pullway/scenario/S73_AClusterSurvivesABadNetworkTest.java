package io.pullway.scenario;

import io.pullway.fixtures.Await;
import io.pullway.fixtures.NatsCluster;
import io.pullway.fixtures.NatsServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three nats-servers keep every stream, and reach one another badly or not at all; their clients reach all of them. */
@Tag("fault")
final class S73_AClusterSurvivesABadNetworkTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    /** An election takes up to nine seconds. */
    private static final Duration CUT = Duration.ofSeconds(15);

    private static final Duration FAR = Duration.ofSeconds(15);
    private static final Duration LATENCY = Duration.ofMillis(200);
    private static final String STREAM = "echo-service";

    private static Routes routes;
    private static NatsCluster cluster;
    private static Platform platform;

    @BeforeAll
    static void start() {
        routes = new Routes();
        cluster = NatsCluster.started(routes);
        platform = Platform.of("S73-network")
                .cluster(cluster)
                .proxies(2)
                .echoes(2)
                .ratings(2)
                .start();
    }

    @AfterAll
    static void end() {
        platform.close();
        cluster.close();
        routes.close();
    }

    @Test
    void theLeaderCutOffFromAFollower() throws Exception {
        survives("network cut leader of echo-service to one of its two followers, 15 s", () -> {
            NatsServer leader = leader();
            cut(leader, followers(leader).subList(0, 1));
        });
    }

    /** What it leads is led by another one of the two that hear each other. */
    @Test
    void theLeaderCutOffFromBothFollowers() throws Exception {
        survives("network cut leader of echo-service to both followers, 15 s", () -> {
            NatsServer leader = leader();
            cut(leader, followers(leader));
        });
    }

    @Test
    void serversFarFromOneAnother() throws Exception {
        survives("200 ms each way NATS to NATS, three servers, 15 s", () -> {
            routes.delay(LATENCY);
            UnderFault.last(FAR);
            routes.delay(Duration.ZERO);
        });
    }

    private static void survives(String name, UnderFault.Fault fault) throws Exception {
        UnderFault.allIdempotentAnswered(UnderFault.of(platform).through(name, fault));
    }

    private static void cut(NatsServer one, List<NatsServer> others) {
        routes.cut(cluster, one, others);
        // Else they had reached one another by another way.
        Await.until(SOON, "the cut is noticed", () -> !cluster.isWhole(STREAM));
        UnderFault.last(CUT);
        routes.mend();
    }

    private static NatsServer leader() {
        return Await.value(SOON, STREAM + " has a leader", () -> cluster.leaderOf(STREAM));
    }

    private static List<NatsServer> followers(NatsServer leader) {
        return cluster.servers().stream().filter(server -> server != leader).toList();
    }
}
