package io.pullway.once;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OldAnswersTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private record Given(
            Duration keep, Duration cleanEvery, Duration lockTimeout, Duration idleTimeout, Duration giveBackDelay)
            implements OnceOnlyConfig {}

    @Test
    void a_value_that_is_not_allowed_stops_the_start_and_is_named() {
        assertStops(new Given(SECOND, SECOND, SECOND, SECOND, SECOND), "pullway.once-only.keep is PT1S; allowed: PT1M");
        assertStops(new Given(HOUR, Duration.ZERO, SECOND, SECOND, SECOND), "pullway.once-only.clean-every is PT0S");
        assertStops(new Given(HOUR, SECOND, Duration.ZERO, SECOND, SECOND), "pullway.once-only.lock-timeout is PT0S");
        assertStops(new Given(HOUR, SECOND, SECOND, HOUR, SECOND), "pullway.once-only.idle-timeout is PT1H");
        assertStops(
                new Given(HOUR, SECOND, SECOND, SECOND, SECOND.negated()),
                "pullway.once-only.give-back-delay is PT-1S; allowed: PT0S to PT1M");
    }

    private static void assertStops(OnceOnlyConfig config, String sentence) {
        OldAnswers answers = new OldAnswers(new OnceOnlyTable(null, config), config);
        try {
            assertThatThrownBy(() -> answers.start(null))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith(sentence);
        } finally {
            answers.stop(null);
        }
    }
}
