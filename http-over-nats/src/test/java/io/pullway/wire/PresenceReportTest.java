package io.pullway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an instance says of itself. */
class PresenceReportTest {
    @Test
    void itIsReadAsItWasWritten() throws MalformedMessageException {
        PresenceReport report = new PresenceReport(
                "rating-service",
                "rating-1",
                new PresenceReport.Work(32, 7, 12, 9_000_000_000L, 250),
                List.of("POST", "PATCH"),
                true,
                "9f86d081",
                null);
        assertThat(PresenceReport.decode(report.encode())).isEqualTo(report);
        PresenceReport proxy =
                new PresenceReport("proxy", "proxy-1", PresenceReport.Work.NONE, List.of(), false, null, figures(17));
        assertThat(PresenceReport.decode(proxy.encode())).isEqualTo(proxy);
    }

    @Test
    void whatALaterVersionAddsIsSkippedAndWhatIsMissingIsNothing() throws MalformedMessageException {
        byte[] json =
                "{\"service\":\"s\",\"instance\":\"i\",\"mood\":{\"good\":[true]}}".getBytes(StandardCharsets.UTF_8);
        assertThat(PresenceReport.decode(json))
                .isEqualTo(new PresenceReport("s", "i", PresenceReport.Work.NONE, List.of(), false, null, null));
    }

    @Test
    void figuresOfAnotherKindAreSkipped() throws MalformedMessageException {
        byte[] report =
                new PresenceReport("proxy", "i", PresenceReport.Work.NONE, List.of(), false, null, figures(3)).encode();
        assertThat(PresenceReport.decode(report).requests()).isNull();
    }

    private static RequestFigures figures(int times) {
        return new RequestFigures(2, Map.of("answered-2xx", 5L), Collections.nCopies(times, 1L));
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
