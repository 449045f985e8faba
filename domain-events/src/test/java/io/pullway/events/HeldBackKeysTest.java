package io.pullway.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.events.OutboxRow.Key;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** For how long nothing of a key is told after one of its events could not be. */
class HeldBackKeysTest {
    private static final Key ONE = new Key("ratings", "1");
    private static final Key OTHER = new Key("ratings", "2");

    /** As of a machine that has been up for long: it overflows. */
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);

    private final HeldBackKeys keys = new HeldBackKeys(now::get);

    @Test
    void eachHasATimeOfItsOwn() {
        keys.failed(ONE);
        pass(Duration.ofMillis(600));
        keys.failed(OTHER);
        assertThat(keys.now()).containsExactlyInAnyOrder(ONE, OTHER);

        pass(Duration.ofMillis(400));

        assertThat(keys.now()).containsExactly(OTHER);
    }

    @Test
    void eachTimeItIsTwiceAsLongUpToALimit() {
        for (int seconds : new int[] {1, 2, 4, 8, 10, 10}) {
            keys.failed(ONE);
            pass(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(keys.now()).containsExactly(ONE);
            pass(Duration.ofNanos(1));
            assertThat(keys.now()).isEmpty();
        }
    }

    @Test
    void whatIsToldBeginsAnew() {
        keys.failed(ONE);
        pass(Duration.ofSeconds(1));
        keys.failed(ONE);
        keys.told(ONE);
        assertThat(keys.isEmpty()).isTrue();

        keys.failed(ONE);
        pass(Duration.ofSeconds(1));

        assertThat(keys.now()).isEmpty();
        assertThat(keys.isEmpty()).isFalse();
    }

    @Test
    void theyAreFullAtTheirLimit() {
        for (int key = 0; key < HeldBackKeys.LIMIT; key++) {
            assertThat(keys.isFull()).isFalse();
            keys.failed(new Key("ratings", Integer.toString(key)));
        }
        assertThat(keys.isFull()).isTrue();

        keys.clear();

        assertThat(keys.now()).isEmpty();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
