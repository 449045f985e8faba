package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Method, target, fields and body reach the service byte for byte. */
@ExtendWith(SharedPlatform.class)
final class S02_ForwardsWhatTheClientSentTest {
    private final Program proxy;

    S02_ForwardsWhatTheClientSentTest(Platform platform) {
        this.proxy = platform.proxy(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void theMethodArrives(String method) {
        Echoed echoed = RawRequest.of(method, "/api/echo/m").sendTo(proxy).echoed();

        assertThat(echoed.method()).isEqualTo(method);
    }

    @Test
    void headArrivesAsHead() {
        // Its answer has no body to read the method from: only HEAD makes an answer without one.
        RawAnswer answer = RawRequest.of("HEAD", "/api/echo?header=X-Seen:1").sendTo(proxy);

        assertThat(answer.values("x-seen")).containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/echo",
                "/echo/",
                "/echo/a/b/c",
                "/echo/a//b",
                "/echo//",
                "/echo/a%20b",
                "/echo/a+b",
                "/echo/a.b",
                "/echo/a%2Eb",
                "/echo/.../x",
                "/echo/%2a",
                "/echo/*",
                "/echo/%3E",
                "/echo/caf%C3%A9/%e6%97%a5",
                "/echo/$&'()*+,;=:@-._~!",
                "/echo/a;v=1/b;w",
                "/echo/%01%7f%ff",
                "/echo?",
                "/echo/a?b/c?d",
                "/echo/a?x=%2F..%2F%00",
            })
    void theTargetArrivesByteForByte(String target) {
        assertThat(target(target)).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?x=1&x=2&x=1",
                "?x=a+b&y=a%20b&z=a%2Bb",
                "?empty=&bare&=noname&&",
                "?name=J%C3%BCrgen&%E6%97%A5=%e6%9c%ac",
                "?x=[1]&y={2}&z=a|b^c`d\"<>\\",
                "?x=%zz&y=100%",
                "?a=1?b=2/../",
            })
    void theQueryArrivesByteForByte(String query) {
        assertThat(target("/echo" + query)).isEqualTo("/echo" + query);
    }

    @Test
    void unicodeThatWasNotEncodedArrivesByteForByte() {
        String query = "?q="
                + new String("Grüße 日本".replace(" ", "").getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

        assertThat(target("/echo" + query)).isEqualTo("/echo" + query);
    }

    @Test
    void aTargetMayBe8192BytesLong() {
        String target = "/echo?" + "x".repeat(8_192 - 6);

        assertThat(target(target)).isEqualTo(target);
    }

    @Test
    void aFieldHoldsEveryByteAbove7F() {
        String high = Octets.text(0x80, 0xFF);

        assertThat(withField("X-High", high).values("x-high")).containsExactly(high);
    }

    @Test
    void aFieldHoldsEveryVisibleCharacterAndTabsAndSpacesWithin() {
        String visible = Octets.text(0x21, 0x7E) + " \t  " + Octets.text(0x21, 0x7E);

        assertThat(withField("X-Visible", visible).values("x-visible")).containsExactly(visible);
    }

    @Test
    void aFieldMayBeEmpty() {
        assertThat(withField("X-Empty", "").values("x-empty")).containsExactly("");
    }

    @Test
    void aRepeatedFieldStaysRepeatedAndInOrder() {
        Echoed echoed = RawRequest.get("/api/echo")
                .field("X-Two", "b")
                .field("X-Other", "between")
                .field("x-two", "a")
                .field("X-TWO", "")
                .sendTo(proxy)
                .echoed();

        assertThat(echoed.values("x-two")).containsExactly("b", "a", "");
    }

    @Test
    void theNameOfAFieldMayBeAnyToken() {
        String name = "!#$%&'*+-.^_`|~09az";

        assertThat(withField(name, "1").values(name)).containsExactly("1");
    }

    @Test
    void theHostAndWhatTheClientAcceptsArriveAsSent() {
        Echoed echoed = RawRequest.get("/api/echo")
                .field("Accept", "application/json;q=0.5, */*;q=0.1")
                .field("Accept-Encoding", "gzip, br")
                .field("Authorization", "Bearer abc.def")
                .field("Cookie", "a=1; b=2")
                .sendTo(proxy)
                .echoed();

        assertThat(echoed.values("host")).containsExactly("shop.example");
        assertThat(echoed.values("accept")).containsExactly("application/json;q=0.5, */*;q=0.1");
        assertThat(echoed.values("accept-encoding")).containsExactly("gzip, br");
        assertThat(echoed.values("authorization")).containsExactly("Bearer abc.def");
        assertThat(echoed.values("cookie")).containsExactly("a=1; b=2");
    }

    @Test
    void theBodyHoldsEveryByte() {
        byte[] body = Octets.all(40);

        assertThat(RawRequest.post("/api/echo", body).sendTo(proxy).echoed().body())
                .isEqualTo(body);
    }

    @Test
    void theBodyMayBeEmpty() {
        Echoed echoed = RawRequest.post("/api/echo", new byte[0]).sendTo(proxy).echoed();

        assertThat(echoed.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE", "OPTIONS"})
    void aBodyArrivesWithAMethodThatSeldomHasOne(String method) {
        byte[] body = Octets.all(1);

        assertThat(RawRequest.of(method, "/api/echo")
                        .body(body)
                        .sendTo(proxy)
                        .echoed()
                        .body())
                .isEqualTo(body);
    }

    private String target(String target) {
        return RawRequest.get("/api" + target).sendTo(proxy).echoed().target();
    }

    private Echoed withField(String name, String value) {
        return RawRequest.get("/api/echo").field(name, value).sendTo(proxy).echoed();
    }
}
