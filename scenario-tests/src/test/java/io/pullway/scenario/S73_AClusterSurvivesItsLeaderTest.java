package io.pullway.scenario;

import io.pullway.fixtures.Await;
import io.pullway.fixtures.NatsCluster;
import io.pullway.fixtures.NatsServer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three nats-servers keep every stream; the one that leads a stream is killed, and comes again. */
@Tag("fault")
final class S73_AClusterSurvivesItsLeaderTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void whoeverLeadsTheQueueMayBeKilled() throws Exception {
        survivesTheLeaderOf("S73-queue", "echo-service");
    }

    @Test
    void whoeverLeadsTheAnswersMayBeKilled() throws Exception {
        survivesTheLeaderOf("S73-answers", "ANSWERS_rating-service");
    }

    private static void survivesTheLeaderOf(String name, String stream) throws Exception {
        try (NatsCluster cluster = NatsCluster.started();
                Platform platform = Platform.of(name)
                        .cluster(cluster)
                        .proxies(2)
                        .echoes(2)
                        .ratings(2)
                        .start()) {
            History history = UnderFault.of(platform)
                    .through("kill -9 of the leader of " + stream + ", three servers", () -> {
                        NatsServer leader = Await.value(SOON, stream + " has a leader", () -> cluster.leaderOf(stream));
                        leader.kill();
                        UnderFault.last(Duration.ofSeconds(8));
                        leader.start();
                    });
            UnderFault.allIdempotentAnsweredOrRefused(history);
        }
    }
}
