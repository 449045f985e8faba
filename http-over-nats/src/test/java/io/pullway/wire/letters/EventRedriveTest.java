package io.pullway.wire.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullway.wire.DeadLetter;
import io.pullway.wire.RequestId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a service is asked for, so that it tells an event again. */
class EventRedriveTest {
    private static final RequestId ID = RequestId.parse("0199a5e0-7c1f-7000-8000-00000000002a");
    private static final DeadLetter.Origin PLACE =
            new DeadLetter.Origin("event.ratings.7.created", "EVENTS_rating", 17, 8);

    @Test
    void itNamesThePlaceOfTheEventAndWhatHasToStandThere() throws Exception {
        EventRedrive redrive = EventRedrive.of(letter(5, "consumer-failed: averages", PLACE, "{}"));

        assertThat(redrive.target())
                .isEqualTo("/ratings/-/events/redrives/" + redrive.id() + "?letter=" + ID
                        + "&stream=EVENTS_rating&sequence=17"
                        + "&sha256=44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    }

    @Test
    void itsIdIsTheSameForTheSameLetterAndNoOther() throws Exception {
        RequestId id =
                EventRedrive.of(letter(5, "consumer-failed", PLACE, "{}")).id();

        assertThat(EventRedrive.of(letter(5, "consumer-failed", PLACE, "{}")).id())
                .isEqualTo(id);
        assertThat(id).isNotEqualTo(ID);
        assertThat(EventRedrive.of(letter(6, "consumer-failed", PLACE, "{}")).id())
                .as("buried anew, later")
                .isNotEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({
        "no-event: it is not JSON, event.ratings.7.created, EVENTS_rating, {}, is no event",
        "consumer-failed, event.ratings.7.created, EVENTS_rating, '', too large to be kept",
        "consumer-failed, event.ratings.7.created, rating, {}, none of a service's events",
        "consumer-failed, event.ratings.7.created, EVENTS_rating&x=1, {}, none of a service's events",
        "consumer-failed, event.a/b.7.created, EVENTS_rating, {}, none of a service's events"
    })
    void whatNoServiceCouldTellIsSaidSo(String reason, String subject, String stream, String event, String why) {
        StoredLetter letter = letter(5, reason, new DeadLetter.Origin(subject, stream, 17, 8), event);

        assertThatThrownBy(() -> EventRedrive.of(letter))
                .isInstanceOfSatisfying(
                        LetterException.class,
                        refused -> assertThat(refused.why()).isEqualTo(LetterException.Why.UNSUITABLE))
                .hasMessageStartingWith(ID.text())
                .hasMessageContaining(why);
    }

    private static StoredLetter letter(long sequence, String reason, DeadLetter.Origin origin, String event) {
        return new StoredLetter(
                sequence, Instant.EPOCH, new DeadLetter(ID, reason, origin, event.getBytes(StandardCharsets.UTF_8)));
    }
}
