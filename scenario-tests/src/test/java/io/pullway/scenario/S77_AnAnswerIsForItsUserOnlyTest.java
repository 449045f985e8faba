package io.pullway.scenario;

import static io.pullway.scenario.AuthorizedRequests.assertRefused;
import static io.pullway.scenario.AuthorizedRequests.keyed;
import static io.pullway.scenario.AuthorizedRequests.later;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pullway.fixtures.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose a token is decides whose answers are given, whatever else a request says. */
final class S77_AnAnswerIsForItsUserOnlyTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private static Path folder;

    private static DevelopmentIssuer issuer;
    private static DevelopmentIssuer stranger;
    private static Platform platform;

    @BeforeAll
    static void start() {
        issuer = new DevelopmentIssuer(folder.resolve("issuer"));
        stranger = new DevelopmentIssuer(folder.resolve("stranger"));
        platform = Platform.of("S77")
                .proxies(2)
                .echoes(1)
                .proxyEnvironment("PULLWAY_IDENTITY_JWKS", issuer.jwks())
                .start();
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void anAnswerBelongsToTheUserWhateverTheirToken() {
        String key = UUID.randomUUID().toString();
        RawAnswer first = keyed(key, issuer.bearer("ada")).sendTo(platform.proxy(1));
        RawAnswer again = keyed(key, issuer.bearer("ada")).sendTo(platform.proxy(2));
        RawAnswer bob = keyed(key, issuer.bearer("bob")).sendTo(platform.proxy(1));
        RawAnswer forged = keyed(key, issuer.bearer("bob"))
                .field("Pullway-Principal", "anonymous")
                .field("X-Forwarded-User", "ada")
                .sendTo(platform.proxy(2));
        RawAnswer anonymous = keyed(key).sendTo(platform.proxy(1));

        assertThat(requestId(again)).isEqualTo(requestId(first));
        assertThat(requestId(forged)).isEqualTo(requestId(bob));
        assertThat(List.of(requestId(first), requestId(bob), requestId(anonymous)))
                .doesNotHaveDuplicates();
    }

    @Test
    void theStatusOfAnAsynchronousRequestIsForItsUserOnly() {
        String location = later(issuer.bearer("ada"))
                .sendTo(platform.proxy(1))
                .value("location")
                .orElseThrow();

        assertRefused(status(location, stranger.bearer("ada")));
        Problems.assertProblem(status(location, issuer.bearer("bob")), 404, "no-such-request");
        Problems.assertProblem(RawRequest.get(location).sendTo(platform.proxy(1)), 404, "no-such-request");
        String another = issuer.bearer("ada");
        Await.until(SOON, "the answer", () -> status(location, another).status() == 200);
    }

    @Test
    void anAsynchronousRequestIsNotStartedAfterTheEndOfItsToken() {
        try (NatsClient nats = new NatsClient(platform)) {
            NatsClient.Watch stored = nats.watch("later.>");
            later(issuer.bearer("ada", "--valid", "20s")).sendTo(platform.proxy(1));
            assertThat(budgetMillis(stored)).isBetween(1_000L, 20_000L);
            later(issuer.bearer("ada", "--valid", "24h")).sendTo(platform.proxy(1));
            assertThat(budgetMillis(stored)).isGreaterThan(3_500_000L);
        }

        RawAnswer tooLate = later(issuer.bearer("ada", "--valid", "1s")).sendTo(platform.proxy(1));
        assertRefused(tooLate);
        assertThat(tooLate.value("www-authenticate").orElseThrow()).contains("The token has expired.");
    }

    private static RawAnswer status(String location, String authorization) {
        return RawRequest.get(location).field("Authorization", authorization).sendTo(platform.proxy(2));
    }

    private static String requestId(RawAnswer answer) {
        JsonNode echoed = answer.json();
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return echoed.get("requestId").asText();
    }

    private static long budgetMillis(NatsClient.Watch stored) {
        return Long.parseLong(stored.next().field("pullway-budget-ms"));
    }
}
