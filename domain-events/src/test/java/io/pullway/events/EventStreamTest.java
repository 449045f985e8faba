package io.pullway.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pullway.events.EventStream.Range;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What was told is read again. */
class EventStreamTest {
    private static final int MANY = 1_000;

    @Test
    void theEventsOfAResourceAreReadInTheirOrderHoweverManyThereAre() throws Exception {
        try (EventsOnNats nats = new EventsOnNats()) {
            EventStream stream = new EventStream(nats.link(), new CloudEvents(new ObjectMapper()));
            for (int place = 1; place <= MANY; place++) {
                nats.tell(place % 3 == 0 ? "others" : "x", place == 100 ? "no event" : event(place));
            }
            nats.erase(200);

            List<Long> read = new ArrayList<>();
            stream.read("x", new Range(2, MANY - 1), event -> read.add(event.sequence()));

            assertThat(read)
                    .containsExactlyElementsOf(IntStream.range(2, MANY)
                            .filter(place -> place % 3 != 0 && place != 100 && place != 200)
                            .mapToObj(Long::valueOf)
                            .toList());
            assertThat(stream.range()).isEqualTo(new Range(1, MANY));
        }
    }

    @Test
    void whatCannotBeReadIsNoEmptyStream() throws Exception {
        try (EventsOnNats nats = new EventsOnNats()) {
            EventStream stream = new EventStream(nats.link(), new CloudEvents(new ObjectMapper()));
            nats.deleteStream();

            assertThatThrownBy(() -> stream.read("x", new Range(1, 1), event -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("EVENTS_x");
        }
    }

    private static String event(int number) {
        return "{\"specversion\":\"1.0\",\"id\":\"%d\",\"source\":\"s\",\"type\":\"t\",\"data\":{}}".formatted(number);
    }
}
