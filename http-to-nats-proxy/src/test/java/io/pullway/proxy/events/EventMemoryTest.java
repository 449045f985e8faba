package io.pullway.proxy.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may hold how much of what all of them share. */
class EventMemoryTest {
    private static final int MOST = 1_000;

    private final EventMemory memory = new EventMemory(MOST);

    @Test
    void whoIsAloneMayHoldHalfOfIt() {
        EventMemory.Share alone = memory.share();

        assertThat(alone.take(500)).isTrue();
        assertThat(alone.take(1)).isFalse();
        assertThat(memory.held()).isEqualTo(500);
    }

    @Test
    void howeverManyHoldAsMuchAsTheyCanThereIsAsMuchLeft() {
        List<EventMemory.Share> greedy = Stream.generate(memory::share).limit(9).toList();
        for (boolean some = true; some; ) {
            some = false;
            for (EventMemory.Share share : greedy) {
                some |= share.take(1);
            }
        }

        assertThat(greedy).extracting(EventMemory.Share::held).containsOnly(100L);
        assertThat(memory.share().take(50)).isTrue();
    }

    @Test
    void whatIsGivenBackIsFree() {
        EventMemory.Share share = memory.share();
        share.take(400);

        share.give(300);
        assertThat(memory.held()).isEqualTo(100);
        share.close();

        assertThat(memory.held()).isZero();
        assertThat(share.take(1)).isFalse();
    }

    @Test
    void whoHoldsWhatOthersHaveTakenSinceHoldsTooMuch() {
        EventMemory.Share early = memory.share();
        early.take(500);
        assertThat(early.isTooLarge()).isFalse();

        assertThat(memory.share().take(200)).isTrue();

        assertThat(early.isTooLarge()).isTrue();
    }
}
