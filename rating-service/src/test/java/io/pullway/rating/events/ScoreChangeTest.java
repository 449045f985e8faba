package io.pullway.rating.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pullway.events.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an event does to the counts of a service. */
class ScoreChangeTest {
    @Test
    void a_new_rating_counts_and_a_withdrawn_one_does_not_any_more() {
        assertThat(ScoreChange.of(event("created", "{\"serviceId\":7,\"score\":4}")))
                .containsExactly(new ScoreChange(7, 4, 1));
        assertThat(ScoreChange.of(event("withdrawn", "{\"serviceId\":7,\"score\":4}")))
                .containsExactly(new ScoreChange(7, 4, -1));
    }

    @Test
    void a_change_moves_one_and_the_same_score_changes_nothing() {
        assertThat(ScoreChange.of(event("changed", "{\"serviceId\":7,\"score\":4,\"previousScore\":1}")))
                .containsExactly(new ScoreChange(7, 1, -1), new ScoreChange(7, 4, 1));
        assertThat(ScoreChange.of(event("changed", "{\"serviceId\":7,\"score\":4,\"previousScore\":4}")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "created | {\"score\":4} | the data has no serviceId",
                "created | {\"serviceId\":\"7\",\"score\":4} | the data has no serviceId",
                "created | {\"serviceId\":7} | the data has no score from 1 to 5",
                "created | {\"serviceId\":7,\"score\":6} | the data has no score from 1 to 5",
                "changed | {\"serviceId\":7,\"score\":4} | the data has no previousScore from 1 to 5",
                "moved | {\"serviceId\":7,\"score\":4} | the type io.pullway.rating.moved is not known"
            })
    void an_event_that_says_too_little_is_refused(String what, String data, String sentence) {
        assertThatThrownBy(() -> ScoreChange.of(event(what, data)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
    }

    private static Event event(String what, String data) {
        try {
            return new Event("1", "x", "io.pullway.rating." + what, null, null, new ObjectMapper().readTree(data), 1);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
