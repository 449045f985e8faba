package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullway.scenario.AnsweredChanges.Change;
import io.pullway.scenario.EventLog.RatingEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which orders of events are wrong. */
class AnsweredChangesTest {
    private static final RatingEvent FIRST = new RatingEvent("a", 1, 11, "created", 1);
    private static final RatingEvent CHANGED = new RatingEvent("b", 1, 11, "changed", 2);
    private static final RatingEvent WITHDRAWN = new RatingEvent("c", 1, 12, "withdrawn", 4);

    private final AnsweredChanges changes = new AnsweredChanges();

    @Test
    void whatWasAskedForAfterAnAnswerStandsBehindItWhoeverAsked() {
        changes.add(new Change(1, 11, "created", 1, 10, 20));
        changes.add(new Change(1, 12, "withdrawn", 0, 21, 30));
        changes.add(new Change(1, 11, "changed", 2, 40, 50));

        assertThat(changes.toldTooEarly(List.of(FIRST, WITHDRAWN, CHANGED))).isEmpty();
        assertThat(changes.toldTooEarly(List.of(WITHDRAWN, FIRST, CHANGED)))
                .singleElement()
                .asString()
                .startsWith("Change[service=1, rating=12, what=withdrawn")
                .contains(" is told before Change[service=1, rating=11, what=created");
        assertThat(changes.toldTooEarly(List.of(CHANGED, WITHDRAWN, FIRST))).hasSize(2);
    }

    @Test
    void whatHappensAtTheSameTimeStandsInAnyOrder() {
        changes.add(new Change(1, 11, "created", 1, 10, 22));
        changes.add(new Change(1, 12, "withdrawn", 0, 21, 30));

        assertThat(changes.toldTooEarly(List.of(WITHDRAWN, FIRST))).isEmpty();
    }

    @Test
    void betweenServicesNoOrderIsPromised() {
        changes.add(new Change(1, 11, "created", 1, 10, 20));
        changes.add(new Change(2, 12, "withdrawn", 0, 21, 30));

        assertThat(changes.toldTooEarly(List.of(WITHDRAWN, FIRST))).isEmpty();
    }

    @Test
    void whatWasAnsweredIsTold() {
        changes.add(new Change(1, 11, "created", 1, 10, 20));
        changes.add(new Change(1, 11, "changed", 2, 21, 30));

        assertThatThrownBy(() -> changes.toldTooEarly(List.of(FIRST)))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("Answered and not told: Change[service=1, rating=11, what=changed");
    }
}
