package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Status, fields and body reach the client as the service made them. */
@ExtendWith(SharedPlatform.class)
final class S01_AnswersAsTheServiceAnswersTest {
    private final Program proxy;

    S01_AnswersAsTheServiceAnswersTest(Platform platform) {
        this.proxy = platform.proxy(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 207, 299, 300, 301, 400, 401, 404, 409, 418, 422, 451, 500, 501, 503, 504, 599})
    void theStatusIsTheOneOfTheService(int status) {
        RawAnswer answer = RawRequest.post("/api/echo?raw=1&status=" + status, bytes("as it is"))
                .sendTo(proxy);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).isEqualTo("as it is");
        assertThat(answer.names()).doesNotContain("proxy-status");
    }

    @Test
    void severalCookiesAreSetByOneLineEach() {
        RawAnswer answer = RawRequest.get(
                        "/api/echo?header=Set-Cookie:a%3D1%3B%20Path%3D/&header=Set-Cookie:b%3D2"
                                + "&header=Set-Cookie:c%3D%22x%2C%20y%22%3B%20Expires%3DWed%2C%2021%20Oct%202026%2007:28:00%20GMT")
                .sendTo(proxy);

        assertThat(answer.values("set-cookie"))
                .containsExactly("a=1; Path=/", "b=2", "c=\"x, y\"; Expires=Wed, 21 Oct 2026 07:28:00 GMT");
    }

    @Test
    void aRepeatedFieldStaysRepeatedAndInOrder() {
        RawAnswer answer = RawRequest.get("/api/echo?header=X-Two:b&header=X-Two:a&header=X-Two:b")
                .sendTo(proxy);

        assertThat(answer.values("x-two")).containsExactly("b", "a", "b");
    }

    @Test
    void aFieldHoldsEveryByteAbove7F() {
        String high = Octets.text(0x80, 0xFF);

        RawAnswer answer = RawRequest.get("/api/echo?header=X-High:" + Octets.percentEncoded(high))
                .sendTo(proxy);

        assertThat(answer.values("x-high")).containsExactly(high);
    }

    @Test
    void aFieldHoldsEveryVisibleCharacter() {
        String visible = Octets.text(0x21, 0x7E);

        RawAnswer answer = RawRequest.get("/api/echo?header=X-Visible:" + Octets.percentEncoded(visible))
                .sendTo(proxy);

        assertThat(answer.values("x-visible")).containsExactly(visible);
    }

    @Test
    void aFieldMayBeEmpty() {
        RawAnswer answer = RawRequest.get("/api/echo?header=X-Empty:").sendTo(proxy);

        assertThat(answer.values("x-empty")).containsExactly("");
    }

    @Test
    void theBodyHoldsEveryByte() {
        byte[] body = Octets.all(40);

        RawAnswer answer = RawRequest.post("/api/echo?raw=1", body)
                .field("Content-Type", "image/x-everything")
                .sendTo(proxy);

        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.values("content-length")).containsExactly("10240");
        assertThat(answer.values("content-type")).containsExactly("image/x-everything");
    }

    @Test
    void theBodyMayBeEmpty() {
        RawAnswer answer = RawRequest.post("/api/echo?raw=1", new byte[0]).sendTo(proxy);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.values("content-length")).containsExactly("0");
    }

    @Test
    void anAnswerToHeadHasNoBodyAndTheLengthThatGetWouldHave() {
        try (RawHttp connection = RawHttp.connect(proxy)) {
            // The same connection, so that a body where none belongs would be taken for the next answer.
            RawRequest head = RawRequest.of("HEAD", "/api/echo?raw=1").body(bytes("twelve bytes"));
            RawAnswer answer = connection.send(head.bytes()).read(true);
            RawAnswer next =
                    connection.send(RawRequest.get("/api/echo/next").bytes()).read(false);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.values("content-length")).containsExactly("12");
            assertThat(next.echoed().target()).isEqualTo("/echo/next");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void thereIsNoBodyWhereHttpAllowsNone(int status) {
        try (RawHttp connection = RawHttp.connect(proxy)) {
            String target = "/api/echo?raw=1&header=ETag:%22v1%22&status=" + status;
            RawAnswer answer = connection.send(RawRequest.get(target).bytes()).read(false);
            RawAnswer next =
                    connection.send(RawRequest.get("/api/echo/next").bytes()).read(false);

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.values("etag")).containsExactly("\"v1\"");
            assertThat(answer.names()).doesNotContain("transfer-encoding");
            assertThat(next.echoed().target()).isEqualTo("/echo/next");
        }
    }

    @Test
    void aLengthThatTheServiceTellsInsteadOfSendingABodyArrives() {
        RawAnswer head =
                RawRequest.of("HEAD", "/api/echo?header=Content-Length:1234").sendTo(proxy);
        RawAnswer notModified = RawRequest.get("/api/echo?raw=1&status=304&header=Content-Length:1234")
                .sendTo(proxy);

        assertThat(head.values("content-length")).containsExactly("1234");
        assertThat(notModified.values("content-length")).containsExactly("1234");
    }

    @Test
    void a204TellsNoLength() {
        RawAnswer answer = RawRequest.get("/api/echo?raw=1&status=204").sendTo(proxy);

        // RFC 9110 section 8.6
        assertThat(answer.names()).doesNotContain("content-length");
    }

    @Test
    void theNameOfAFieldIsTheSameWhateverItsCase() {
        RawAnswer answer = RawRequest.get("/api/echo?header=X-CamelCase:Value").sendTo(proxy);

        assertThat(answer.values("x-camelcase")).isEqualTo(List.of("Value"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
