package io.pullway.wire.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.wire.Deliveries;
import io.pullway.wire.NatsHeaders;
import io.pullway.wire.RecordEnvelope;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.record.Decision.Claim;
import io.pullway.wire.record.Decision.Pending;
import io.pullway.wire.record.Decision.RunAfterWriting;
import io.pullway.wire.record.Decision.Settle;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An asynchronous request with the longest budget there is waits all that time, and may be started until its end. */
class HourOfBudgetTest {
    private static final Duration MAX_AGE = Duration.ofHours(2);
    private static final long CLAIMED = 1_000_000;
    private static final long END = CLAIMED + RequestEnvelope.MAX_BUDGET_MILLIS;

    private final RequestId id = RequestId.next();
    private final RecordRules rules =
            new RecordRules(RecordTimes.of(Deliveries.of(RequestKind.LATER), Deliveries.ACK_WAIT_MILLIS));
    private final AnswerRecord claim = claimed();

    @Test
    void itIsPendingUntilItsHourIsOver() {
        assertThat(rules.reads(claim, reader(), END - 1)).isEqualTo(new Pending(claim));
        assertThat(rules.reads(claim, reader(), END)).isInstanceOf(Settle.class);
    }

    @Test
    void itIsStartedInItsLastMomentAndItsEndIsWaitedFor() {
        RunAfterWriting run = (RunAfterWriting) rules.runs(claim, new Runner(id, claim.sequence(), "n", false, "s1"));
        AnswerRecord started = new AnswerRecord(run.write().record(), claim.sequence() + 1, END - 1);

        assertThat(rules.reads(started, reader(), END + Duration.ofMinutes(5).toMillis()))
                .isEqualTo(new Pending(started));
    }

    @Test
    void neitherItsMessageNorItsRecordIsGoneBefore() {
        Duration message = Duration.ofSeconds(NatsHeaders.ttlSeconds(
                RequestEnvelope.MAX_BUDGET_MILLIS, Deliveries.of(RequestKind.LATER), Deliveries.ACK_WAIT_MILLIS));
        assertThat(message).isBetween(Duration.ofHours(1), MAX_AGE);
        assertThat(Duration.ofSeconds(claiming().write().ttlSeconds())).isGreaterThan(MAX_AGE);
    }

    private Claim claiming() {
        RecordEnvelope.Request request = new RecordEnvelope.Request(RequestKind.LATER, "same", "alice", END);
        return (Claim) rules.asks(null, new Asker(id, request, "p1"), Asker.Progress.NONE, CLAIMED);
    }

    private AnswerRecord claimed() {
        return new AnswerRecord(claiming().write().record(), 10, CLAIMED);
    }

    private StatusReader reader() {
        return new StatusReader(id, "alice", "p1");
    }
}
