package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is at a limit passes; one byte more gets the answer that names the limit. */
@ExtendWith(SharedPlatform.class)
final class S04_KeepsItsLimitsTest {
    /** NATS' largest message, 1 MiB, less 64 KiB for the header section. */
    private static final int LARGEST_BODY = 983_040;

    private final Program proxy;

    S04_KeepsItsLimitsTest(Platform platform) {
        this.proxy = platform.proxy(1);
    }

    @Test
    void aBodyOf983040BytesGoesThereAndBack() {
        byte[] body = Octets.repeating(LARGEST_BODY);

        RawAnswer answer = RawRequest.post("/api/echo?raw=1", body).sendTo(proxy);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(body);
    }

    @Test
    void aBodyInChunksOf983040BytesGoesThereAndBack() {
        byte[] body = Octets.repeating(LARGEST_BODY);

        RawAnswer answer =
                RawRequest.of("POST", "/api/echo?raw=1").chunked(body, 60_000).sendTo(proxy);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(ints = {LARGEST_BODY + 1, 1_500_000, 8_000_000})
    void aLargerBodyIs413(int length) {
        RawAnswer answer = RawRequest.post("/api/echo", new byte[length]).sendTo(proxy);

        Problems.assertProblem(answer, 413, "body-too-large");
        assertThat(answer.json().get("detail").asText()).contains("983040");
    }

    @ParameterizedTest
    @ValueSource(ints = {LARGEST_BODY + 1, 8_000_000})
    void aLargerBodyInChunksIs413(int length) {
        RawAnswer answer = RawRequest.of("POST", "/api/echo")
                .chunked(new byte[length], 60_000)
                .sendTo(proxy);

        Problems.assertProblem(answer, 413, "body-too-large");
    }

    @Test
    void whoeverAsksBeforeSendingALargerBodyIsToldNotTo() {
        try (RawHttp connection = RawHttp.connect(proxy)) {
            RawAnswer answer = connection
                    .send(
                            "POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 983041\r\nExpect: 100-continue\r\n\r\n")
                    .read(false);

            Problems.assertProblem(answer, 413, "body-too-large");
        }
    }

    @Test
    void theConnectionIsGoodForTheNextRequestAfterABodyThatWasTooLarge() {
        try (RawHttp connection = RawHttp.connect(proxy)) {
            RawAnswer refused = connection
                    .send(RawRequest.post("/api/echo", new byte[1_500_000]).bytes())
                    .read(false);
            RawAnswer next =
                    connection.send(RawRequest.get("/api/echo/next").bytes()).read(false);

            assertThat(refused.status()).isEqualTo(413);
            assertThat(next.echoed().target()).isEqualTo("/echo/next");
        }
    }

    @Test
    void aHeaderSectionOf15KilobytesArrives() {
        String value = "v".repeat(15_000);

        Echoed echoed = RawRequest.get("/api/echo")
                .field("X-Large", value)
                .sendTo(proxy)
                .echoed();

        assertThat(echoed.values("x-large")).containsExactly(value);
    }

    @Test
    void aHeaderSectionOfMoreThan16KilobytesIs431() {
        RawAnswer answer =
                RawRequest.get("/api/echo").field("X-Large", "v".repeat(17_000)).sendTo(proxy);

        Problems.assertProblem(answer, 431, "headers-too-large");
    }

    @Test
    void manySmallFieldsCountLikeALargeOne() {
        RawRequest request = RawRequest.get("/api/echo");
        for (int i = 0; i < 1_200; i++) {
            request.field("X-Small-" + i, "1");
        }

        Problems.assertProblem(request.sendTo(proxy), 431, "headers-too-large");
    }

    @Test
    void aHeaderSectionThatTheParserItselfRefusesIs431() {
        RawAnswer answer =
                RawRequest.get("/api/echo").field("X-Large", "v".repeat(80_000)).sendTo(proxy);

        assertThat(answer.status()).isEqualTo(431);
    }

    @ParameterizedTest
    @ValueSource(ints = {8_193, 20_000})
    void aTargetOfMoreThan8192BytesIs414(int length) {
        RawAnswer answer = RawRequest.get("/api/echo?" + "x".repeat(length - 6)).sendTo(proxy);

        Problems.assertProblem(answer, 414, "target-too-long");
    }

    @Test
    void aTargetThatTheParserItselfRefusesIs414() {
        RawAnswer answer = RawRequest.get("/api/echo?" + "x".repeat(40_000)).sendTo(proxy);

        assertThat(answer.status()).isEqualTo(414);
    }

    @Test
    void aPathWhoseSubjectHas1024BytesIsForwarded() {
        String path = "/echo/" + "x".repeat(1_024 - "http.echo.get.".length());

        assertThat(RawRequest.get("/api" + path).sendTo(proxy).echoed().target())
                .isEqualTo(path);
    }

    @Test
    void aPathWhoseSubjectHasMoreThan1024BytesIs414() {
        String path = "/echo/" + "x".repeat(1_025 - "http.echo.get.".length());

        Problems.assertProblem(RawRequest.get("/api" + path).sendTo(proxy), 414, "target-too-long");
    }

    @Test
    void anAnswerAtTheLimitOfAMessageArrivesAndALargerOneDoesNot() {
        // The echo's JSON holds the body in Base64: 4 bytes for 3.
        byte[] fits = "f".repeat(780_000).getBytes(StandardCharsets.US_ASCII);
        byte[] doesNot = "f".repeat(790_000).getBytes(StandardCharsets.US_ASCII);

        assertThat(RawRequest.post("/api/echo", fits).sendTo(proxy).echoed().body())
                .isEqualTo(fits);
        Problems.assertProblem(RawRequest.post("/api/echo", doesNot).sendTo(proxy), 502, "answer-too-large");
    }
}
