package io.pullway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullway.wire.ResponseEnvelope.Outcome;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages octet by octet, and what is none. */
class HttpMessageTest {
    private static final String ID_TEXT = "0199a5e0-7c1f-7000-8000-00000000002a";
    private static final RequestId ID = RequestId.parse(ID_TEXT);
    private static final String ID_LINE = "pullway-request-id: " + ID_TEXT + "\r\n";
    private static final String OWN = "pullway-version: 1\r\n" + ID_LINE + "pullway-reply-to: reply.proxy.p1.users."
            + ID_TEXT + "\r\npullway-budget-ms: 30000\r\n";

    @Test
    void aRequestIsWrittenWithTheEnvelopeBeforeTheFieldsOfTheApplication() throws Exception {
        HttpRequestMessage request = new HttpRequestMessage(
                new RequestEnvelope(ID, "reply.proxy.p1.users." + ID_TEXT, 30_000, 0),
                "PATCH",
                "/users/5?x=1",
                new FieldLines().add("accept", "a").add("accept", "").add("x", "\u00e4"),
                Body.of(Wire.octetsOf("{\"score\":4}")));
        assertThat(Wire.text(request.encode()))
                .isEqualTo("PATCH /users/5?x=1 HTTP/1.1\r\n" + OWN
                        + "accept: a\r\naccept: \r\nx: \u00e4\r\n\r\n{\"score\":4}");
    }

    @Test
    void aClaimedRequestSaysItsClaimAndNeedsNoReplyAddress() throws Exception {
        HttpRequestMessage request = new HttpRequestMessage(
                new RequestEnvelope(ID, null, 1, 7), "GET", "/users", new FieldLines(), Body.EMPTY);
        assertThat(Wire.text(request.encode()))
                .isEqualTo("GET /users HTTP/1.1\r\npullway-version: 1\r\n" + ID_LINE
                        + "pullway-budget-ms: 1\r\npullway-claim: 7\r\n\r\n");
    }

    @Test
    void anAnswerHasAnEmptyReason() throws Exception {
        HttpResponseMessage answer = new HttpResponseMessage(
                new ResponseEnvelope(ID, "rating-1", 12, null),
                200,
                new FieldLines().add("content-type", "text/plain"),
                Body.of(Wire.octetsOf("hi")));
        assertThat(Wire.text(answer.encode()))
                .isEqualTo("HTTP/1.1 200 \r\n" + ID_LINE
                        + "pullway-served-by: rating-1\r\npullway-queue-wait-ms: 12\r\n"
                        + "content-type: text/plain\r\n\r\nhi");
    }

    @ParameterizedTest
    @EnumSource
    void anOutcomeIsWrittenAndRead(Outcome outcome) throws Exception {
        HttpResponseMessage answer =
                new HttpResponseMessage(new ResponseEnvelope(ID, "a", -1, outcome), 504, new FieldLines(), Body.EMPTY);
        assertThat(Wire.text(answer.encode())).contains("pullway-outcome: " + outcome.token() + "\r\n");
        assertThat(HttpResponseMessage.decode(answer.encode())).isEqualTo(answer);
    }

    @Test
    void namesAreReadInLowerCaseAndValuesWithoutTheWhiteSpaceAroundThem() throws Exception {
        HttpRequestMessage read = request(OWN + "X-Upper:\t a \t b \t\r\nempty:\r\nblank: \t \r\n\r\n");
        assertThat(read.fields())
                .isEqualTo(new FieldLines()
                        .add("x-upper", "a \t b")
                        .add("empty", "")
                        .add("blank", ""));
    }

    @Test
    void unknownFieldsOfThePlatformAreSkipped() throws Exception {
        HttpRequestMessage read =
                request("Pullway-Later-Addition: x\r\npullway-later-addition: y\r\n" + OWN + "a: b\r\n\r\n");
        assertThat(read.fields()).isEqualTo(new FieldLines().add("a", "b"));
        assertThat(read.envelope().requestId()).isEqualTo(ID);
    }

    @Test
    void theBodyGoesToTheEndOfThePayloadWhateverTheFieldsSay() throws Exception {
        HttpRequestMessage read = request(OWN + "content-length: 1\r\n\r\n\r\nGET / HTTP/1.1\r\n\r\n\0");
        assertThat(Wire.text(read.body().toBytes())).isEqualTo("\r\nGET / HTTP/1.1\r\n\r\n\0");
    }

    @Test
    void anAnswersReasonMeansNothing() throws Exception {
        assertThat(HttpResponseMessage.decode(Wire.octetsOf("HTTP/1.1 404 Nicht da \u00e4\r\n" + ID_LINE + "\r\n")))
                .isEqualTo(new HttpResponseMessage(
                        new ResponseEnvelope(ID, "", -1, null), 404, new FieldLines(), Body.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n",
                "GET",
                "GET ",
                "GET /",
                "GET / HTTP/1.1",
                "GET / HTTP/1.1\r",
                "GET / HTTP/1.1\r\n",
                "GET / HTTP/1.0\r\nOWN\r\n",
                "GET / HTTP/2\r\nOWN\r\n",
                "GET / http/1.1\r\nOWN\r\n",
                "GET /\r\nOWN\r\n",
                " GET / HTTP/1.1\r\nOWN\r\n",
                "GET  / HTTP/1.1\r\nOWN\r\n",
                "GET /  HTTP/1.1\r\nOWN\r\n",
                "GET / HTTP/1.1 \r\nOWN\r\n",
                "GET\t/ HTTP/1.1\r\nOWN\r\n",
                "\r\nGET / HTTP/1.1\r\nOWN\r\n",
                "GET * HTTP/1.1\r\nOWN\r\n",
                "GET users HTTP/1.1\r\nOWN\r\n",
                "GET http://h/ HTTP/1.1\r\nOWN\r\n",
                "GET /#f HTTP/1.1\r\nOWN\r\n",
                "GET /a b HTTP/1.1\r\nOWN\r\n",
                "G(T / HTTP/1.1\r\nOWN\r\n",
                "GET / HTTP/1.1\nOWN\r\n",
                "HTTP/1.1 200 OK\r\nOWN\r\n"
            })
    void aStartLineThatIsNotExactlyThatOfARequestIsRefused(String payload) {
        assertRefused(() -> HttpRequestMessage.decode(Wire.octetsOf(payload.replace("OWN", OWN))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x: a\n",
                "x: a\r",
                "x: a\rb\r\n",
                "x: a\nb\r\n",
                "x: a\0b\r\n",
                "x: a\u007fb\r\n",
                "x: a\r\n folded\r\n",
                " x: a\r\n",
                "x : a\r\n",
                "x\t: a\r\n",
                ": a\r\n",
                "x\r\n",
                "x y: a\r\n",
                "\u00e9: a\r\n",
                "x(: a\r\n",
                "x=: a\r\n",
                "\n",
                "\r",
                "x: a\r\n\n",
                "x: \u0001\r\n",
                "x: \u000b\r\n",
                "x: \u001b\r\n"
            })
    void aFieldLineThatSomebodyCouldReadDifferentlyIsRefused(String line) {
        assertRefused(() -> request(OWN + line + "\r\n"));
        assertRefused(() -> HttpResponseMessage.decode(Wire.octetsOf("HTTP/1.1 200 \r\n" + ID_LINE + line + "\r\n")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200",
                "HTTP/1.1 200\r\nID\r\n",
                "HTTP/1.0 200 \r\nID\r\n",
                "HTTP/2 200 \r\nID\r\n",
                "HTTP/1.1 2OO \r\nID\r\n",
                "HTTP/1.1 99 \r\nID\r\n",
                "HTTP/1.1 099 \r\nID\r\n",
                "HTTP/1.1 600 \r\nID\r\n",
                "HTTP/1.1 999 \r\nID\r\n",
                "HTTP/1.1 2000 \r\nID\r\n",
                "HTTP/1.1  200 \r\nID\r\n",
                "HTTP/1.1 -20 \r\nID\r\n",
                "HTTP/1.1 200 a\0\r\nID\r\n",
                "HTTP/1.1 200 \nID\r\n",
                "HTTP/1.1 200 \r\n\r\n",
                "HTTP/1.1 200 \r\nID",
                "HTTP/1.1 200 \r\nIDID\r\n",
                "HTTP/1.1 200 \r\nIDpullway-outcome: done\r\n\r\n",
                "HTTP/1.1 200 \r\nIDpullway-queue-wait-ms: -1\r\n\r\n",
                "HTTP/1.1 200 \r\npullway-request-id: 7\r\n\r\n",
                "GET / HTTP/1.1\r\nID\r\n"
            })
    void anAnswerThatIsNotWellFormedIsRefused(String payload) {
        assertRefused(() -> HttpResponseMessage.decode(Wire.octetsOf(payload.replace("ID", ID_LINE))));
    }

    @Test
    @Timeout(30)
    void aHeaderSectionOfAnySizeIsReadOrRefusedInTimeOfItsLength() throws Exception {
        String line = "x: y\r\n";
        String much = "x".repeat(2_000_000);
        assertThat(request(OWN + line.repeat(300_000) + "\r\n").fields().size()).isEqualTo(300_000);
        assertThat(request(OWN + much + ": a\r\n\r\n").fields().name(0)).isEqualTo(much);
        assertThat(request(OWN + "x: " + much + "\r\n\r\n").fields().value(0)).isEqualTo(much);
        assertRefused(() -> request(OWN + line.repeat(300_000)));
        assertRefused(() -> request(OWN + much));
        assertRefused(() -> request(OWN + "x: " + " ".repeat(2_000_000)));
    }

    private static HttpRequestMessage request(String headerSection) throws MalformedMessageException {
        return HttpRequestMessage.decode(Wire.octetsOf("GET /users HTTP/1.1\r\n" + headerSection));
    }

    private static void assertRefused(ThrowingCallable decoding) {
        assertThatThrownBy(decoding).isInstanceOf(MalformedMessageException.class);
    }
}
