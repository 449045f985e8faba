package io.pullway.proxy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullway.fixtures.Await;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Whoever asks JetStream gets an answer or the exception that says that there is none. */
class StreamQueriesTest {
    @Test
    void withoutAConnectionThereIsNoAnswer() {
        try (ForwardingOnNats proxy = new ForwardingOnNats()) {
            StreamQueries queries = proxy.port().queries();
            proxy.nats().kill();
            Await.until(
                    ForwardingOnNats.SOON,
                    "the connection is lost",
                    () -> !proxy.port().isConnected());

            assertThatThrownBy(() -> queries.hasStream("echo")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> queries.deliveredSequence("echo-service")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> queries.isStored(new StreamQueries.StoredAt("echo-service", 1)))
                    .isInstanceOf(IOException.class);
        }
    }
}
