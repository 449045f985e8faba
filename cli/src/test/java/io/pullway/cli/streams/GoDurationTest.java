package io.pullway.cli.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
    @ParameterizedTest
    @CsvSource({
        "0,PT0S,0s",
        "0s,PT0S,0s",
        "10s,PT10S,10s",
        "2h,PT2H,2h",
        "90m,PT1H30M,1h30m",
        "1h30m5s,PT1H30M5S,1h30m5s",
        "1.5s,PT1.5S,1s500ms",
        ".5h,PT30M,30m",
        "250ms,PT0.25S,250ms",
        "3us,PT0.000003S,3us",
        "3µs,PT0.000003S,3us",
        "1ns,PT0.000000001S,1ns",
        "25h,PT25H,25h"
    })
    void readsWhatGoReads(String written, Duration meant, String shown) {
        assertThat(GoDuration.parse(written)).isEqualTo(meant);
        assertThat(GoDuration.show(meant)).isEqualTo(shown);
        assertThat(GoDuration.parse(shown)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "-1s",
                "1d",
                "s",
                "1 s",
                "1s ",
                "1.s.",
                "PT1S",
                "1e3s",
                "2562048h",
                "99999999999999999999h"
            })
    void refusesTheRest(String written) {
        assertThatThrownBy(() -> GoDuration.parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("\"" + written + "\" is ");
    }

    @Test
    void saysThatThereAreNoDays() {
        assertThatThrownBy(() -> GoDuration.parse("7d")).hasMessageContaining("no unit for days");
    }
}
