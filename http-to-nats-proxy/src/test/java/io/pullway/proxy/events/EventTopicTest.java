package io.pullway.proxy.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which subjects a topic is. */
class EventTopicTest {
    @ParameterizedTest
    @CsvSource({
        "ratings, event.ratings.>",
        "ratings/5, event.ratings.5.>",
        "rooms/a.b/c, event.rooms.a%2Eb.c.>",
        "'rooms/a b', event.rooms.a%20b.>",
        "rooms/*, event.rooms.%2A.>",
        "rooms/>, event.rooms.%3E.>",
        "rooms/%34%32, event.rooms.%2534%2532.>",
        "rooms/z\u00fcrich, event.rooms.z%C3%BCrich.>",
        "rooms/a?b#c, event.rooms.a%3Fb%23c.>"
    })
    void aTopicMeansWhatItSays(String text, String filter) {
        assertThat(EventTopic.parse(text))
                .hasValueSatisfying(topic -> assertThat(topic.filter()).isEqualTo(filter));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "ratings/", "/ratings", "-", "-/x", "..", "a/../b", "a\\b"})
    void whatIsNoPathBelowAResourceIsNoTopic(String text) {
        assertThat(EventTopic.parse(text)).isEmpty();
    }

    @Test
    void linesOfAnEventStayInIt() {
        Event event = Event.of(7, "a\nb\r\nid: 9\revent: x".getBytes(StandardCharsets.UTF_8));

        assertThat(new String(event.frame(), StandardCharsets.UTF_8))
                .isEqualTo("id: 7\ndata: a\ndata: b\ndata: id: 9\ndata: event: x\n\n");
    }
}
