package io.pullway.proxy.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which topic a query names, and that everybody reads the same one out of it. */
class TopicQueryTest {
    @ParameterizedTest
    @CsvSource({
        "topic=ratings, event.ratings.>, topic=ratings",
        "topic=ratings/5, event.ratings.5.>, topic=ratings/5",
        "topic=ratings%2F5, event.ratings.5.>, topic=ratings/5",
        "topic=rooms/a+b, event.rooms.a%20b.>, topic=rooms/a%20b",
        "topic=rooms/a%2Bb, event.rooms.a%2Bb.>, topic=rooms/a%2Bb",
        "topic=rooms/a%26topic%3Db, event.rooms.a%26topic%3Db.>, topic=rooms/a%26topic%3Db",
        "topic=rooms/a%3Bb, event.rooms.a%3Bb.>, topic=rooms/a%3Bb",
        "topic=rooms/a?b#c, event.rooms.a%3Fb%23c.>, topic=rooms/a%3Fb%23c",
        "a=%20&topic=ratings&b&&subtopic=x&topics=y, event.ratings.>, topic=ratings&a=%20&b&&subtopic=x&topics=y"
    })
    void theServiceIsAskedForTheVeryTopic(String query, String filter, String asked) {
        assertThat(TopicQuery.parse(query)).hasValueSatisfying(read -> {
            assertThat(read.topic().filter()).isEqualTo(filter);
            assertThat(read.text()).isEqualTo(asked);
        });
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "topic",
                "topic=",
                "topic=a&topic=a",
                "topic=a&topic",
                "x=1;topic=secret/7",
                "topic=a;b",
                "topic=a&x=1;topic=secret/7",
                "TOPIC=secret/7",
                "topic=a&Topic=secret/7",
                "topic=a&%74opic=secret/7",
                "topic=a&topic%20=secret/7",
                "topic=a&+topic=secret/7",
                "topic=a&topic%00x=secret/7",
                "topic=a&topic[]=secret/7",
                "topic=a&topic%5B0%5D=secret/7",
                "topic=a&top\u0131c=secret/7",
                "topic=%",
                "topic=%zz",
                "topic=a&%zz=1",
                "topic=a/../b"
            })
    void whatCouldBeReadInTwoWaysIsRefused(String query) {
        assertThat(TopicQuery.parse(query)).isEmpty();
    }
}
