package io.pullway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.wire.ProblemType;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every request that waits is told exactly one outcome, whatever goes wrong with it or with another one. */
class RequestForwarderTest {
    private static final Duration BUDGET = Duration.ofMillis(200);

    private final ForwardingOnNats proxy = new ForwardingOnNats();

    @AfterEach
    void end() {
        proxy.close();
    }

    /** As when JetStream does not say whether there is anybody to take it. */
    @Test
    void whatIsNotPublishedWithinItsBudgetWasNotStored() throws Exception {
        ForwardingOnNats.Asked asked = proxy.post(10, BUDGET);

        proxy.pending().expect(asked.request());

        assertNothingWasStored(asked);
    }

    private static void assertNothingWasStored(ForwardingOnNats.Asked asked) throws Exception {
        assertThat(asked.outcome()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.type()).isEqualTo(ProblemType.NOT_ACCEPTED);
            assertThat(failed.detail()).endsWith("Nothing was stored.");
            assertThat(failed.retryAfterSeconds()).isPositive();
        });
    }
}
