package io.pullway.proxy.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.util.List;
import org.junit.jupiter.api.Test;

class IssuerComplaintTest {
    private static final String TOKEN = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl";

    @Test
    void anErrorOfOAuthIsToldByItsCode() {
        assertThat(IssuerComplaint.ofAnswer("{\"error\":\"invalid_grant\",\"error_description\":\"" + TOKEN + "\"}"))
                .isEqualTo(new Grant.Refused("invalid_grant"));
        assertThat(IssuerComplaint.ofAnswer("{\"error\":\"temporarily_unavailable\"}"))
                .isEqualTo(new Grant.Unavailable("temporarily_unavailable"));
    }

    @Test
    void nothingElseOfAnAnswerIsTold() {
        for (String answer : List.of(
                TOKEN,
                "{\"access_token\":\"" + TOKEN + "\"}",
                "{\"error\":\"" + TOKEN + "\"}",
                "{\"error\":{\"token\":\"" + TOKEN + "\"}}",
                "{\"error\":5}",
                "{\"error\":\"a\\nb\"}",
                "{\"error",
                "")) {
            assertThat(IssuerComplaint.ofAnswer(answer))
                    .as(answer)
                    .isInstanceOfSatisfying(
                            Grant.Unavailable.class,
                            unavailable -> assertThat(unavailable.reason())
                                    .doesNotContain("eyJ", "\n")
                                    .isNotEmpty());
        }
    }

    @Test
    void ofAConnectionItIsToldWhereTo() {
        RuntimeException failure =
                new RuntimeException(TOKEN, new ConnectException("Connection refused: /127.0.0.1:1"));
        assertThat(IssuerComplaint.ofFailure(failure).toString())
                .contains("127.0.0.1:1")
                .doesNotContain("eyJ");
        assertThat(IssuerComplaint.ofFailure(new RuntimeException(TOKEN)).toString())
                .doesNotContain("eyJ");
    }
}
