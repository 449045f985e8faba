package io.pullway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an instance says of itself. */
class PresenceReportTest {
    @Test
    void itIsReadAsItWasWritten() throws MalformedMessageException {
        PresenceReport report = new PresenceReport(
                "rating-service", "rating-1", 32, 7, 250, List.of("POST", "PATCH"), true, "9f86d081");
        assertThat(PresenceReport.decode(report.encode())).isEqualTo(report);
        PresenceReport idle = new PresenceReport("rating-service", "rating-1", 32, 0, 0, List.of(), false, null);
        assertThat(PresenceReport.decode(idle.encode())).isEqualTo(idle);
    }

    @Test
    void whatALaterVersionAddsIsSkippedAndWhatIsMissingIsNothing() throws MalformedMessageException {
        byte[] json =
                "{\"service\":\"s\",\"instance\":\"i\",\"mood\":{\"good\":[true]}}".getBytes(StandardCharsets.UTF_8);
        assertThat(PresenceReport.decode(json))
                .isEqualTo(new PresenceReport("s", "i", 0, 0, 0, List.of(), false, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "[]",
                "7",
                "{",
                "{}",
                "{\"service\":\"s\"}",
                "{\"service\":7,\"instance\":\"i\"}",
                "{\"service\":\"s\",\"instance\":\"a.b\"}",
                "{\"service\":\"\\u001b[2J\",\"instance\":\"i\"}"
            })
    void whatIsNoReportIsNotReadAsOne(String payload) {
        assertThatThrownBy(() -> PresenceReport.decode(payload.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedMessageException.class);
    }
}
