package io.pullway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The platform's own fields: what they may hold, and what happens when one is missing or wrong. */
class EnvelopeTest {
    private static final String ID = "0199a5e0-7c1f-7000-8000-00000000002a";

    /** Lines are separated by a bar, and end the list of the four that a plain request has. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "pullway-request-id: ID|pullway-reply-to: r|pullway-budget-ms: 1",
                "pullway-version: 1|pullway-reply-to: r|pullway-budget-ms: 1",
                "pullway-version: 1|pullway-request-id: ID|pullway-budget-ms: 1",
                "pullway-version: 1|pullway-request-id: ID|pullway-reply-to: r",
                "pullway-version: 1|pullway-request-id: |pullway-reply-to: r|pullway-budget-ms: 1",
                "pullway-version: 1|pullway-request-id: 42|pullway-reply-to: r|pullway-budget-ms: 1",
                "pullway-version: 1|pullway-request-id: 0199A5E0-7C1F-7000-8000-00000000002A|pullway-reply-to: r|pullway-budget-ms: 1",
                "pullway-version: 1|pullway-version: 1|pullway-request-id: ID|pullway-reply-to: r|pullway-budget-ms: 1",
                "pullway-version: 1|pullway-request-id: ID|pullway-request-id: ID|pullway-reply-to: r|pullway-budget-ms: 1",
                "pullway-version: 1|pullway-request-id: ID|pullway-reply-to: r|Pullway-Reply-To: s|pullway-budget-ms: 1",
                "pullway-version: 1|pullway-request-id: ID|pullway-reply-to: r|pullway-budget-ms: 1|pullway-budget-ms: 2",
                "pullway-version: 1|pullway-request-id: ID|pullway-reply-to: r|pullway-budget-ms: 0",
                "pullway-version: 1|pullway-request-id: ID|pullway-reply-to: r|pullway-budget-ms: -5",
                "pullway-version: 1|pullway-request-id: ID|pullway-reply-to: r|pullway-budget-ms: +5",
                "pullway-version: 1|pullway-request-id: ID|pullway-reply-to: r|pullway-budget-ms: 5.0",
                "pullway-version: 1|pullway-request-id: ID|pullway-reply-to: r|pullway-budget-ms: 0x10",
                "pullway-version: 1|pullway-request-id: ID|pullway-reply-to: r|pullway-budget-ms: 5s",
                "pullway-version: 1|pullway-request-id: ID|pullway-reply-to: r|pullway-budget-ms: 5 5",
                "pullway-version: 1|pullway-request-id: ID|pullway-reply-to: r|pullway-budget-ms: \u00b2",
                "pullway-version: 1|pullway-request-id: ID|pullway-reply-to: r|pullway-budget-ms: 3600001",
                "pullway-version: 1|pullway-request-id: ID|pullway-reply-to: r|pullway-budget-ms: 18446744073709551617",
                "pullway-version: 1|pullway-request-id: ID|pullway-budget-ms: 1|pullway-claim: 0",
                "pullway-version: 1|pullway-request-id: ID|pullway-budget-ms: 1|pullway-claim: -1",
                "pullway-version: 1|pullway-request-id: ID|pullway-budget-ms: 1|pullway-claim: ",
                "pullway-version: 1|pullway-request-id: ID|pullway-budget-ms: 1|pullway-claim: 1000000000000000000"
            })
    void aRequestWhoseEnvelopeIsNotCompleteAndValidIsRefused(String lines) {
        assertThatThrownBy(() -> decode(lines))
                .isExactlyInstanceOf(MalformedMessageException.class)
                .message()
                .isNotBlank()
                .doesNotContain(ID);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "3600000,3600000", "000000000000000007,7"})
    void aBudgetIsOneMillisecondToOneHour(String text, long millis) throws Exception {
        HttpRequestMessage request =
                decode("pullway-version: 1|pullway-request-id: ID|pullway-reply-to: r|pullway-budget-ms: " + text);
        assertThat(request.envelope().budgetMillis()).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "0", "", "1.0", "01", "one", "1 1"})
    void anotherVersionIsToldApartWithWhatIsNeededToAnswer(String version) {
        UnsupportedVersionException refused = catchThrowableOfType(
                UnsupportedVersionException.class,
                () -> decode("pullway-version: " + version
                        + "|pullway-request-id: ID|pullway-reply-to: r|pullway-later: 1"));
        assertThat(refused.requestId().text()).isEqualTo(ID);
        assertThat(refused.replyTo()).isEqualTo("r");
    }

    @Test
    void anotherVersionMayLackWhatIsNeededToAnswer() {
        UnsupportedVersionException refused =
                catchThrowableOfType(UnsupportedVersionException.class, () -> decode("pullway-version: 2"));
        assertThat(refused.requestId()).isNull();
        assertThat(refused.replyTo()).isNull();
    }

    @Test
    void anEnvelopeThatCouldNotBeReadIsNotMade() {
        RequestId id = RequestId.parse(ID);
        assertThatThrownBy(() -> new RequestEnvelope(null, "r", 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RequestEnvelope(id, null, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        RecordEnvelope.Request claimed = new RecordEnvelope.Request(RequestKind.KEYED, "f", "p", 5);
        assertThatThrownBy(() -> new RequestEnvelope(id, "r", 1, 0, claimed))
                .isInstanceOf(IllegalArgumentException.class);
        for (long budget : new long[] {Long.MIN_VALUE, -1, 0, 3_600_001, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> new RequestEnvelope(id, "r", budget, 0))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (long number : new long[] {Long.MIN_VALUE, -2, 1_000_000_000_000_000_000L, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> new RequestEnvelope(id, "r", 1, number))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> RequestEnvelope.ofCall(id, "r", 1, number))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new ResponseEnvelope(id, "a", number, null))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> RequestEnvelope.ofCall(id, "r", 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ResponseEnvelope(null, "a", 0, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ResponseEnvelope(id, null, 0, null)).isInstanceOf(IllegalArgumentException.class);
    }

    private static HttpRequestMessage decode(String lines) throws MalformedMessageException {
        return HttpRequestMessage.decode(Wire.octetsOf(
                "GET /users HTTP/1.1\r\n" + lines.replace("ID", ID).replace("|", "\r\n") + "\r\n\r\n"));
    }
}
