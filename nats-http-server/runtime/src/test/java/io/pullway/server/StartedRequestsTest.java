package io.pullway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pullway.wire.RequestId;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StartedRequestsTest {
    private final StartedRequests started = new StartedRequests();

    @Test
    void recognisesWhatItHasStarted() {
        RequestId id = RequestId.next();
        assertTrue(started.add(id));
        assertFalse(started.add(RequestId.parse(id.text())));
    }

    @Test
    void tellsApartIdsThatDifferInOneHalfOnly() {
        assertTrue(started.add(RequestId.parse("00000000-0000-7000-8000-000000000001")));
        assertTrue(started.add(RequestId.parse("00000000-0000-7001-8000-000000000001")));
        assertTrue(started.add(RequestId.parse("00000000-0000-7000-8000-000000000002")));
    }

    @Test
    void remembersTheLastTwentyThousand() {
        var ids = Stream.generate(RequestId::next).limit(20_000).toList();
        ids.forEach(started::add);
        long forgotten = ids.stream().filter(started::add).count();
        assertTrue(forgotten <= 20, () -> "forgotten: " + forgotten);
    }

    @Test
    void forgetsTheOldestOfASetFirst() {
        for (int i = 0; i <= 16; i++) {
            started.add(ofSameSet(i));
        }
        assertEquals(
                0,
                IntStream.rangeClosed(1, 16)
                        .filter(i -> started.add(ofSameSet(i)))
                        .count());
        assertTrue(started.add(ofSameSet(0)));
    }

    private static RequestId ofSameSet(int number) {
        return RequestId.parse("%08x-0000-7000-8000-000000000000".formatted(number));
    }
}
