package io.pullway.scenario;

import io.pullway.fixtures.Await;
import io.pullway.fixtures.NatsCluster;
import io.pullway.fixtures.NatsServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Three nats-servers keep every stream; the one that leads a stream ends or stands still, or all are replaced. */
@Tag("fault")
final class S73_AClusterSurvivesItsLeaderTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final List<String> STREAMS =
            List.of("echo-service", "ANSWERS_echo-service", "rating-service", "ANSWERS_rating-service");

    private NatsCluster cluster;
    private Platform platform;

    @BeforeEach
    void start(TestInfo test) {
        cluster = NatsCluster.started();
        platform = Platform.of("S73-" + test.getTestMethod().orElseThrow().getName())
                .cluster(cluster)
                .proxies(2)
                .echoes(2)
                .ratings(2)
                .start();
    }

    @AfterEach
    void end() {
        platform.close();
        cluster.close();
    }

    @Test
    void whoeverLeadsTheQueueMayBeKilled() throws Exception {
        survivesTheEndOfTheLeaderOf("echo-service");
    }

    @Test
    void whoeverLeadsTheAnswersMayBeKilled() throws Exception {
        survivesTheEndOfTheLeaderOf("ANSWERS_rating-service");
    }

    @Test
    void whoeverLeadsTheQueueMayStandStill() throws Exception {
        survives("SIGSTOP of the leader of echo-service, three servers, 20 s", () -> {
            NatsServer leader = leaderOf("echo-service");
            leader.freeze();
            UnderFault.last(Duration.ofSeconds(20));
            leader.thaw();
        });
    }

    @Test
    void allMayBeReplacedOneAfterTheOther() throws Exception {
        survives("rolling replacement of three nats-servers", () -> {
            for (NatsServer server : cluster.servers()) {
                server.restart();
                for (String stream : STREAMS) {
                    Await.until(SOON, stream + " is whole", () -> cluster.isWhole(stream));
                }
            }
        });
    }

    private void survivesTheEndOfTheLeaderOf(String stream) throws Exception {
        survives("kill -9 of the leader of " + stream + ", three servers", () -> {
            NatsServer leader = leaderOf(stream);
            leader.kill();
            UnderFault.last(Duration.ofSeconds(8));
            leader.start();
        });
    }

    private void survives(String name, UnderFault.Fault fault) throws Exception {
        UnderFault.allIdempotentAnswered(UnderFault.of(platform).through(name, fault));
    }

    private NatsServer leaderOf(String stream) {
        return Await.value(SOON, stream + " has a leader", () -> cluster.leaderOf(stream));
    }
}
