package io.pullway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import io.pullway.wire.ProblemType;
import io.pullway.wire.RecordEnvelope.State;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a claim whose request its queue refuses, and what is said of it, on a real NATS server. */
class ReleasedClaimsTest {
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final RequestId id = RequestId.next();

    /** The new claim is released; but whoever else waits for it is not told either that nothing was stored. */
    @ParameterizedTest(name = "the usual course: {0}")
    @ValueSource(booleans = {false, true})
    void whatWasStartedAndIsRefusedByAFullQueueMayHaveBeenDone(boolean usually) throws Exception {
        try (ClaimingOnNats proxy = new ClaimingOnNats(usually)) {
            proxy.connection().jetStreamManagement().deleteStream(ClaimingOnNats.QUEUE);
            proxy.makeQueue(1);
            proxy.echo().startOne();
            assertStillRunning(proxy);
            assertThat(proxy.state(id)).isEqualTo(State.STARTED);

            assertStillRunning(proxy);

            assertThat(proxy.state(id)).isEqualTo(State.RELEASED);
            assertThat(proxy.toldToAll(id)).contains("outcome-unknown").doesNotContain("Nothing was stored");
        }
    }

    /** Its claim stands, so another proxy may have put it there, or will. */
    @ParameterizedTest(name = "the usual course: {0}")
    @ValueSource(booleans = {false, true})
    void whatTheQueueRefusesIsNotCalledRefusedWhereItsRecordCannotBeRead(boolean usually) throws Exception {
        try (ClaimingOnNats unread = new ClaimingOnNats(usually, """
                authorization { users: [ { user: any, password: any, permissions: { publish: {
                  allow: ">", deny: "$JS.API.STREAM.MSG.GET.%s" } } } ] }
                no_auth_user: any
                """.formatted(ClaimingOnNats.ANSWERS))) {
            unread.connection().jetStreamManagement().deleteStream(ClaimingOnNats.QUEUE);
            unread.makeQueue(1);
            unread.ask(RequestKind.KEYED, RequestId.next(), "one", SHORT);
            Await.until(ForwardingOnNats.SOON, "it is full", () -> unread.queued() == 1);

            assertStillRunning(unread);
            assertThat(unread.queued()).isEqualTo(1);
        }
    }

    private void assertStillRunning(ClaimingOnNats proxy) {
        assertThat(proxy.ask(RequestKind.KEYED, id, "one", SHORT)
                        .orTimeout(ForwardingOnNats.SOON.toSeconds(), TimeUnit.SECONDS)
                        .join())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.type()).isEqualTo(ProblemType.STILL_RUNNING));
    }
}
