package io.pullway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import io.pullway.wire.Elections;
import io.pullway.wire.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is known of a request whose budget is over. */
class PendingWatchTest {
    private static final Duration BUDGET = Duration.ofMillis(900);

    /** While one waits that was not started, a tick asks every 50 ms; the answer may take its time. */
    @Test
    void aRequestThatWasNotStartedWaitedOnceHoweverOftenItWasAsked() throws Exception {
        try (ForwardingOnNats proxy = new ForwardingOnNats()) {
            makeQueue(proxy);
            PendingReplies pending = new PendingReplies();
            QueueWaits waits = new QueueWaits();
            PendingWatch watch = new PendingWatch(pending, proxy.port(), waits, new Elections());
            ForwardingOnNats.Asked asked = proxy.post(10, BUDGET);
            asked.request().publications().written(proxy.port().epoch());
            asked.request().stored("{\"stream\":\"echo-service\",\"seq\":7}".getBytes(StandardCharsets.US_ASCII));
            pending.expect(asked.request());
            // Nine that were started at once.
            for (int i = 0; i < 9; i++) {
                waits.started("echo", 0, System.nanoTime());
            }

            long over = System.nanoTime() + BUDGET.multipliedBy(2).toNanos();
            for (int i = 0; i < 100; i++) {
                watch.check(asked.request(), over);
            }

            assertThat(asked.outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.type()).isEqualTo(ProblemType.NOT_STARTED));
            // The average of the ten; counted more often, it would be near 900 ms. Of two one would be refused then.
            assertThat(retrySeconds(waits)).isZero();
            assertThat(retrySeconds(waits)).isZero();
        }
    }

    private static int retrySeconds(QueueWaits waits) {
        return waits.retrySeconds("echo", Duration.ofMillis(200), System.nanoTime());
    }

    /** Of which nothing was ever delivered. */
    private static void makeQueue(ForwardingOnNats proxy) throws Exception {
        try (Connection connection = proxy.nats().connect()) {
            JetStreamManagement management = connection.jetStreamManagement();
            management.addStream(StreamConfiguration.builder()
                    .name("echo-service")
                    .subjects("http.echo.>")
                    .build());
            management.createConsumer(
                    "echo-service",
                    ConsumerConfiguration.builder()
                            .durable("echo-service")
                            .ackPolicy(AckPolicy.Explicit)
                            .build());
        }
    }
}
