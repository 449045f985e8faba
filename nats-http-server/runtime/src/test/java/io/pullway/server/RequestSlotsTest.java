package io.pullway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.wire.PresenceReport;
import org.junit.jupiter.api.Test;

class RequestSlotsTest {
    private final RequestSlots slots = new RequestSlots(8);
    private final RequestSlots.Share direct = slots.direct();
    private final RequestSlots.Share later = slots.later();

    @Test
    void asksForEverySlotButOneAtTheStart() {
        assertThat(direct.reserve(false)).isEqualTo(7);
        assertThat(direct.reserve(false)).isZero();
        assertThat(later.reserve(false)).isEqualTo(1);
        assertThat(later.mayWait()).isTrue();
    }

    @Test
    void tellsWhatRunsTheMostThatRanSinceItWasToldLastAndHowManyWereStarted() {
        busy();
        direct.release();
        later.arrivedUnasked();
        later.release();
        int running = slots.running();
        assertThat(slots.work(12)).isEqualTo(new PresenceReport.Work(8, running, running + 1, 9, 12));
        assertThat(slots.work(0)).isEqualTo(new PresenceReport.Work(8, running, running, 9, 0));
    }

    @Test
    void asksAtOnceWhenNothingIsAskedFor() {
        busy();
        direct.release();
        assertThat(direct.reserve(false)).isEqualTo(1);
    }

    @Test
    void asksForAQuarterTogetherWhileSomethingIsAskedFor() {
        direct.reserve(false);
        for (int i = 0; i < 6; i++) {
            direct.arrived();
        }
        direct.release();
        assertThat(direct.reserve(false)).isZero();
        direct.release();
        assertThat(direct.reserve(false)).isEqualTo(2);
    }

    @Test
    void asksForAnyNumberWhenTold() {
        direct.reserve(false);
        direct.arrived();
        direct.release();
        assertThat(direct.reserve(true)).isEqualTo(1);
    }

    @Test
    void asksForNothingWhileUnaskedRequestsFillTheSlots() {
        for (int i = 0; i < 9; i++) {
            direct.arrivedUnasked();
        }
        assertThat(direct.reserve(true)).isZero();
        assertThat(slots.free()).isZero();
        direct.release();
        assertThat(direct.reserve(true)).isZero();
        direct.release();
        assertThat(direct.reserve(true)).isEqualTo(1);
    }

    @Test
    void asynchronousRequestsGetHalfOfTheSlotsWhileNobodyWaits() {
        assertThat(later.reserve(false)).isEqualTo(1);
        later.arrived();
        assertThat(later.reserve(false)).isEqualTo(3);
        assertThat(direct.reserve(true)).isEqualTo(4);
        assertThat(later.reserve(true)).isZero();
    }

    @Test
    void directRequestsLeaveRoomForAsynchronousWorkThatIsThere() {
        later.reserve(false);
        later.arrived();
        assertThat(direct.reserve(true)).isEqualTo(4);
        assertThat(later.reserve(false)).isEqualTo(3);
    }

    @Test
    void asynchronousWorkShrinksToOneSlotWhenDirectRequestsNeedTheRest() {
        later.reserve(false);
        later.arrived();
        later.reserve(false);
        for (int i = 0; i < 3; i++) {
            later.arrived();
        }
        direct.reserve(true);
        for (int round = 0; round < 4; round++) {
            for (int i = slots.asked(); i > 0; i--) {
                direct.arrived();
            }
            if (later.running() > 1) {
                later.release();
                later.reserve(false);
                direct.reserve(true);
            }
        }
        assertThat(later.running()).isEqualTo(1);
        assertThat(direct.running()).isEqualTo(7);
    }

    @Test
    void whereDirectRequestsNeedEverySlotOneIsLentForALookAtAsynchronousWork() {
        busy();
        assertThat(later.reserve(true)).isZero();
        assertThat(direct.release()).isTrue();
        assertThat(direct.reserve(true)).isZero();
        assertThat(later.reserve(false)).isEqualTo(1);
        assertThat(later.mayWait()).isFalse();
        later.notFulfilled(1);
        assertThat(direct.reserve(false)).isEqualTo(1);
        direct.arrived();
        assertThat(direct.release()).isFalse();
    }

    @Test
    void asynchronousWorkKeepsItsOneSlotWhereDirectRequestsWouldTakeAll() {
        busy();
        later.reserve(true);
        direct.release();
        later.reserve(false);
        later.arrived();
        assertThat(later.release()).isTrue();
        assertThat(later.reserve(false)).isEqualTo(1);
        assertThat(direct.reserve(true)).isZero();
    }

    @Test
    void theMemoryOfAPeakFades() {
        busy();
        for (int i = 0; i < 8; i++) {
            direct.release();
        }
        later.reserve(false);
        later.arrived();
        assertThat(later.reserve(true)).isZero();
        for (int i = 0; i < 20; i++) {
            slots.tick();
        }
        assertThat(later.reserve(true)).isEqualTo(3);
    }

    @Test
    void ofASingleSlotBothHaveTheirTurn() {
        RequestSlots one = new RequestSlots(1);
        assertThat(one.direct().reserve(true)).isEqualTo(1);
        assertThat(one.later().reserve(true)).isZero();
        one.direct().notFulfilled(1);
        assertThat(one.direct().reserve(true)).isZero();
        assertThat(one.later().reserve(false)).isEqualTo(1);
        assertThat(one.later().mayWait()).isFalse();
        one.later().notFulfilled(1);
        assertThat(one.direct().reserve(true)).isEqualTo(1);
    }

    /** Eight direct requests run, as after a while of many. */
    private void busy() {
        for (int i = 0; i < 8; i++) {
            direct.arrivedUnasked();
        }
    }
}
