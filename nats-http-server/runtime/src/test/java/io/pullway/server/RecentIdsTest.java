package io.pullway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pullway.wire.RequestId;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecentIdsTest {
    private final RecentIds seen = new RecentIds();

    @Test
    void recognisesWhatItHasStarted() {
        RequestId id = RequestId.next();
        assertTrue(seen.add(id));
        assertFalse(seen.add(RequestId.parse(id.text())));
    }

    @Test
    void containsWhatWasAddedAndNothingElse() {
        RequestId id = RequestId.next();
        assertFalse(seen.contains(id));
        seen.add(id);
        assertTrue(seen.contains(id));
        assertFalse(seen.contains(RequestId.next()));
    }

    @Test
    void tellsApartIdsThatDifferInOneHalfOnly() {
        assertTrue(seen.add(RequestId.parse("00000000-0000-7000-8000-000000000001")));
        assertTrue(seen.add(RequestId.parse("00000000-0000-7001-8000-000000000001")));
        assertTrue(seen.add(RequestId.parse("00000000-0000-7000-8000-000000000002")));
    }

    @Test
    void remembersTheLastTwentyThousand() {
        var ids = Stream.generate(RequestId::next).limit(20_000).toList();
        ids.forEach(seen::add);
        long forgotten = ids.stream().filter(seen::add).count();
        assertTrue(forgotten <= 20, () -> "forgotten: " + forgotten);
    }

    @Test
    void forgetsTheOldestOfASetFirst() {
        for (int i = 0; i <= 16; i++) {
            seen.add(ofSameSet(i));
        }
        assertEquals(
                0,
                IntStream.rangeClosed(1, 16).filter(i -> seen.add(ofSameSet(i))).count());
        assertTrue(seen.add(ofSameSet(0)));
    }

    private static RequestId ofSameSet(int number) {
        return RequestId.parse("%08x-0000-7000-8000-000000000000".formatted(number));
    }
}
