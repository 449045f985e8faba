package io.pullway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.pullway.fixtures.Await;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.ProblemType;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.ResponseEnvelope;
import java.nio.charset.StandardCharsets;
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

    /** Two pauses of an election, and some. */
    private static final Duration TRIES = Duration.ofSeconds(1);

    /** JetStream is not asked for streams. */
    private static final String NO_NAMES = """
            accounts { A { jetstream: enabled, users: [
              { user: any, password: any, permissions { publish: { deny: ["$JS.API.STREAM.NAMES"] } } }
            ] } }
            no_auth_user: any
            """;

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

    /** As in an election: JetStream does not say that there is no stream, and nobody takes anything for it. */
    @Test
    void whatNobodyTakesIsPublishedUntilSomebodyDoes() throws Exception {
        try (ForwardingOnNats electing = new ForwardingOnNats(NO_NAMES)) {
            ForwardingOnNats.Asked asked = electing.post(10, ForwardingOnNats.SOON);
            electing.forwarder().forward(asked.request());
            long begin = System.nanoTime();
            Await.until(
                    ForwardingOnNats.SOON,
                    "longer than two quick tries last",
                    () -> System.nanoTime() - begin > TRIES.toNanos());
            assertThat(asked.told()).isNotDone();

            long budget = answerOne(electing);

            assertThat(asked.outcome()).isInstanceOf(Outcome.Answered.class);
            assertThat(Duration.ofMillis(budget)).isLessThan(ForwardingOnNats.SOON.minus(TRIES));
        }
    }

    @Test
    void whatComesWhileTheConnectionIsLostWaitsForTheNext() throws Exception {
        try (ForwardingOnNats electing = new ForwardingOnNats(NO_NAMES)) {
            electing.nats().kill();
            Await.until(
                    ForwardingOnNats.SOON,
                    "the connection is lost",
                    () -> !electing.port().isConnected());
            ForwardingOnNats.Asked patient = electing.post(10, ForwardingOnNats.SOON);
            ForwardingOnNats.Asked hasty = electing.post(10, BUDGET);
            electing.forwarder().forward(patient.request());
            electing.forwarder().forward(hasty.request());
            assertNothingWasStored(hasty);
            assertThat(patient.told()).isNotDone();

            electing.nats().start();
            long budget = answerOne(electing);

            assertThat(patient.outcome()).isInstanceOf(Outcome.Answered.class);
            assertThat(Duration.ofMillis(budget)).isLessThan(ForwardingOnNats.SOON);
        }
    }

    /** Takes one request in the place of a stream, and answers it. @return its budget in milliseconds */
    private static long answerOne(ForwardingOnNats electing) throws Exception {
        try (Connection leader = electing.nats().connect()) {
            Message taken = leader.subscribe("http.echo.>").nextMessage(ForwardingOnNats.SOON);
            leader.publish(
                    taken.getReplyTo(), "{\"stream\":\"echo-service\",\"seq\":1}".getBytes(StandardCharsets.US_ASCII));
            RequestEnvelope asked = HttpRequestMessage.decode(taken.getData()).envelope();
            ResponseEnvelope envelope = new ResponseEnvelope(asked.requestId(), "echo-1", 0, null);
            leader.publish(
                    asked.replyTo(), new HttpResponseMessage(envelope, 200, new FieldLines(), Body.EMPTY).encode());
            leader.flush(ForwardingOnNats.SOON);
            return asked.budgetMillis();
        }
    }

    private static void assertNothingWasStored(ForwardingOnNats.Asked asked) throws Exception {
        assertThat(asked.outcome()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.type()).isEqualTo(ProblemType.NOT_ACCEPTED);
            assertThat(failed.detail()).endsWith("Nothing was stored.");
            assertThat(failed.retryAfterSeconds()).isPositive();
        });
    }
}
