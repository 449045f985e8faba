package io.pullway.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestSlotsTest {
    private final RequestSlots slots = new RequestSlots(8);

    @Test
    void asksForEverySlotAtTheStart() {
        assertThat(slots.reserve(false)).isEqualTo(8);
        assertThat(slots.reserve(false)).isZero();
    }

    @Test
    void asksAtOnceWhenNothingIsAskedFor() {
        run(8);
        slots.release();
        assertThat(slots.reserve(false)).isEqualTo(1);
    }

    @Test
    void asksForAQuarterTogetherWhileSomethingIsAskedFor() {
        slots.reserve(false);
        for (int i = 0; i < 7; i++) {
            slots.arrived();
        }
        slots.release();
        assertThat(slots.reserve(false)).isZero();
        slots.release();
        assertThat(slots.reserve(false)).isEqualTo(2);
    }

    @Test
    void asksForAnyNumberWhenTold() {
        slots.reserve(false);
        slots.arrived();
        slots.release();
        assertThat(slots.reserve(true)).isEqualTo(1);
    }

    @Test
    void asksForNothingWhileUnaskedRequestsFillTheSlots() {
        slots.reserve(false);
        slots.notFulfilled(8);
        for (int i = 0; i < 9; i++) {
            slots.arrivedUnasked();
        }
        assertThat(slots.reserve(true)).isZero();
        assertThat(slots.free()).isZero();
        slots.release();
        assertThat(slots.reserve(true)).isZero();
        slots.release();
        assertThat(slots.reserve(true)).isEqualTo(1);
    }

    private void run(int requests) {
        slots.reserve(false);
        for (int i = 0; i < requests; i++) {
            slots.arrived();
        }
    }
}
