package io.pullway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which fields travel. Lines are written {@code name: value}. */
class ForwardableFieldsTest {

    @Test
    void theRestTravelsInOrderAsItWasSent() {
        assertThat(request(
                        "Host: shop.example",
                        "Accept: a",
                        "accept: b",
                        "X-Empty:",
                        "AUTHORIZATION: Bearer T",
                        "X-Request-Id: mine",
                        "cookie: a=\u00e4"))
                .containsExactly(
                        "host: shop.example",
                        "accept: a",
                        "accept: b",
                        "x-empty: ",
                        "authorization: Bearer T",
                        "x-request-id: mine",
                        "cookie: a=\u00e4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: keep-alive",
                "Keep-Alive: timeout=5",
                "Close: 1",
                "Proxy-Connection: x",
                "TE: trailers",
                "Trailer: x",
                "Transfer-Encoding: chunked",
                "Upgrade: h2c",
                "Pullway-Reply-To: reply.proxy.p1.users.x",
                "pullway-request-id: x",
                "PULLWAY-anything: x",
                "Pullway-: x",
                ":authority: x"
            })
    void whatBelongsToTheConnectionOrThePlatformStaysInBothDirections(String line) {
        assertThat(request(line)).isEmpty();
        assertThat(response(true, line)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5",
                "Expect: 100-continue",
                "HTTP2-Settings: x",
                "Proxy-Authorization: Basic x",
                "Forwarded: for=x",
                "X-Forwarded-For: x",
                "X-Forwarded-Host: x",
                "X-Forwarded-Proto: x",
                "X-Forwarded-Prefix: x",
                "X-Forwarded-Port: x",
                "X-Forwarded-Ssl: on"
            })
    void whatIsTheProxysToSayStaysInARequest(String line) {
        assertThat(request(line)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: X-Secret",
                "connection: close, X-Secret",
                "Connection: x-secret,x-other",
                "Connection:   ,,\tX-SECRET  , keep-alive"
            })
    void whatConnectionNamesStays(String connection) {
        assertThat(request("X-Secret: 1", connection, "x-secret: 2", "Accept: a", "X-Other-Too: 1"))
                .containsExactly("accept: a", "x-other-too: 1");
        assertThat(response(false, "X-Secret: 1", connection, "x-secret: 2", "Accept: a"))
                .containsExactly("accept: a");
    }

    @Test
    void everyConnectionLineCounts() {
        assertThat(request("Connection: a", "Connection: b", "A: 1", "B: 1", "C: 1"))
                .containsExactly("c: 1");
    }

    @Test
    void theLengthOfAnAnswerTravelsOnlyWhereItIsInformation() {
        assertThat(response(true, "Content-Length: 5")).containsExactly("content-length: 5");
        assertThat(response(false, "Content-Length: 5")).isEmpty();
    }

    @Test
    void cookiesStayApart() {
        assertThat(response(false, "Set-Cookie: a=1", "Set-Cookie: b=2"))
                .containsExactly("set-cookie: a=1", "set-cookie: b=2");
    }

    private static List<String> request(String... lines) {
        return lines(ForwardableFields.ofRequest(entries(lines)));
    }

    private static List<String> response(boolean lengthIsInformation, String... lines) {
        return lines(ForwardableFields.ofResponse(entries(lines), lengthIsInformation));
    }

    private static List<Map.Entry<String, String>> entries(String... lines) {
        List<Map.Entry<String, String>> entries = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(':', 1);
            entries.add(Map.entry(line.substring(0, colon), Wire.trimmed(line.substring(colon + 1))));
        }
        return entries;
    }

    private static List<String> lines(FieldLines fields) {
        List<String> lines = new ArrayList<>();
        fields.forEach((name, value) -> lines.add(name + ": " + value));
        return lines;
    }
}
