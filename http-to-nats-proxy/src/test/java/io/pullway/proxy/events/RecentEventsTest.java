package io.pullway.proxy.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is at hand for readers who come back soon. */
class RecentEventsTest {
    private final EventMemory memory = new EventMemory(4 * RecentEvents.MOST_BYTES);
    private final RecentEvents recent = new RecentEvents(memory.share(), 10);

    @Test
    void whatComesIsAtHand() {
        add(20, 100);
        add(30, 100);

        assertThat(recent.after(10)).extracting(Event::sequence).containsExactly(20L, 30L);
        assertThat(recent.after(20)).extracting(Event::sequence).containsExactly(30L);
        assertThat(recent.floor()).isEqualTo(10);
    }

    @Test
    void theOldestGoWhenThereAreTooMany() {
        LongStream.range(11, 11 + RecentEvents.MOST + 5).forEach(sequence -> add(sequence, 1));

        assertThat(recent.after(0)).hasSize(RecentEvents.MOST);
        assertThat(recent.floor()).isEqualTo(15);
        assertThat(recent.after(0).getFirst().sequence()).isEqualTo(16);
    }

    @Test
    void theOldestGoWhenTheyAreTooLarge() {
        add(11, RecentEvents.MOST_BYTES - 1_000);
        add(12, 1_000);
        assertThat(recent.after(0)).hasSize(2);

        add(13, 1);
        assertThat(recent.after(0)).extracting(Event::sequence).containsExactly(12L, 13L);
        assertThat(recent.floor()).isEqualTo(11);

        add(14, 1 << 20);
        assertThat(recent.after(0)).isEmpty();
        assertThat(recent.floor()).isEqualTo(14);

        add(15, RecentEvents.MOST_BYTES);
        assertThat(recent.after(0)).hasSize(1);
    }

    @Test
    void nothingIsAtHandOfAnotherStream() {
        add(20, 100);
        recent.clear(5);
        add(6, RecentEvents.MOST_BYTES);

        assertThat(recent.after(0)).extracting(Event::sequence).containsExactly(6L);
        assertThat(recent.floor()).isEqualTo(5);
    }

    @Test
    void theOldestGoWhenOthersNeedTheMemory() {
        add(11, 60_000);
        add(12, 60_000);
        while (memory.share().take(10_000)) {
            // Many others, each with little.
        }
        recent.trim();
        assertThat(recent.after(0)).extracting(Event::sequence).containsExactly(12L);

        add(13, 60_000);
        assertThat(recent.after(0)).extracting(Event::sequence).containsExactly(13L);
        assertThat(recent.floor()).isEqualTo(12);
    }

    @Test
    void whatIsClosedHoldsNothing() {
        add(11, 1_000);
        recent.close();
        add(12, 1_000);

        assertThat(memory.held()).isZero();
        assertThat(recent.after(0)).isEmpty();
    }

    private void add(long sequence, int bytes) {
        recent.add(new Event(sequence, new byte[bytes]));
    }
}
