package io.pullway.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How failures are counted, and forgotten. */
class EventFailuresTest {
    private final EventFailures failures = new EventFailures();

    @Test
    void eachEventHasACountOfItsOwn() {
        assertThat(failures.add(1)).isOne();
        assertThat(failures.add(2)).isOne();
        assertThat(failures.add(1)).isEqualTo(2);
    }

    @Test
    void whatIsDoneIsForgotten() {
        failures.add(1);
        failures.forget(1);

        assertThat(failures.add(1)).isOne();
    }

    @Test
    void beyondTheLimitThatOfTheLongestAgoIsForgotten() {
        failures.add(1);
        failures.add(2);
        failures.add(1);
        for (int other = 0; other < EventFailures.LIMIT - 1; other++) {
            failures.add(100 + other);
        }

        assertThat(failures.add(1)).isEqualTo(3);
        assertThat(failures.add(2)).isOne();
    }
}
