package io.pullway.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class SettingsTest {
    private final Map<String, String> properties = new HashMap<>();
    private final Settings settings = new Settings(properties::get);

    @Test
    void whatIsNotSaidIsAsTheSimulationHasIt() {
        assertThat(settings.target()).isEqualTo("http://localhost:8080");
        assertThat(settings.rate(20)).isEqualTo(20);
        assertThat(settings.users(7)).isEqualTo(7);
        assertThat(settings.duration("1m")).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.mix("browse=80,rate=20")).isEqualTo(Map.of("browse", 80.0, "rate", 20.0));
        assertThat(settings.record()).isEmpty();
    }

    @Test
    void whatIsSaidCounts() {
        properties.putAll(
                Map.of("target", "https://shop.example", "rate", "12.5", "duration", "1h", "mix", "browse=100"));

        assertThat(settings.target()).isEqualTo("https://shop.example");
        assertThat(settings.rate(20)).isEqualTo(12.5);
        assertThat(settings.duration("1m")).isEqualTo(Duration.ofHours(1));
        assertThat(settings.mix("browse=80,rate=20")).isEqualTo(Map.of("browse", 100.0));
    }

    @Test
    void nonsenseIsNamed() {
        properties.putAll(
                Map.of("target", "localhost:8080", "rate", "0", "duration", "20", "mix", "browse=80,rate=30"));

        refused(settings::target, "target has to be a URL without a path");
        refused(() -> settings.rate(1), "rate has to be a number above 0");
        refused(() -> settings.duration("1m"), "duration has to be a whole number and its unit");
        refused(() -> settings.mix(""), "mix has to be percents that are 100 together");
        refused(settings::token, "token is missing: -Dtoken=$(scripts/pullway token");
    }

    private static void refused(ThrowingCallable asked, String sentence) {
        assertThatThrownBy(asked).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(sentence);
    }
}
