package io.pullway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.pullway.fixtures.Await;
import io.pullway.wire.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every request that waits is told exactly one outcome, whatever goes wrong with it or with another one. */
class RequestForwarderTest {
    private static final Duration BUDGET = Duration.ofMillis(200);

    private static final int MANY = 20;

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

    /** The limit may be another one since the last reconnect. */
    @Test
    void whatIsLargerThanNatsTakesWasNotStored() throws Exception {
        ForwardingOnNats.Asked asked = proxy.post(proxy.port().maxPayload(), Duration.ofMinutes(1));

        proxy.forwarder().forward(asked.request());

        assertNothingWasStored(asked);
    }

    /** As of a client whose event loop has ended. */
    @Test
    void aRequestThatCannotBeCheckedKeepsNoOtherFromItsDeadline() throws Exception {
        NioEventLoopGroup ended = new NioEventLoopGroup(1);
        SingleThreadEventLoop gone = (SingleThreadEventLoop) ended.next();
        ended.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
        for (int i = 0; i < MANY; i++) {
            proxy.pending().expect(proxy.post(10, BUDGET, gone).request());
        }
        List<ForwardingOnNats.Asked> others = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            ForwardingOnNats.Asked one = proxy.post(10, BUDGET);
            proxy.pending().expect(one.request());
            others.add(one);
        }

        for (ForwardingOnNats.Asked one : others) {
            assertNothingWasStored(one);
        }
        Await.until(ForwardingOnNats.SOON, "none waits", () -> proxy.pending().size() == 0);
    }

    private static void assertNothingWasStored(ForwardingOnNats.Asked asked) throws Exception {
        assertThat(asked.outcome()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.type()).isEqualTo(ProblemType.NOT_ACCEPTED);
            assertThat(failed.detail()).endsWith("Nothing was stored.");
            assertThat(failed.retryAfterSeconds()).isPositive();
        });
    }
}
