package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pullway.fixtures.Await;
import io.pullway.fixtures.Ports;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A bad token goes no further than the proxy; whose a good one is decides whose answers are given. */
final class S64_TokensAreVerifiedAtTheDoorTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private static Path folder;

    private static DevelopmentIssuer issuer;
    private static DevelopmentIssuer stranger;
    private static Platform platform;
    private static Program withoutKeys;
    private NatsClient nats;

    @BeforeAll
    static void start() {
        issuer = new DevelopmentIssuer(folder.resolve("issuer"));
        stranger = new DevelopmentIssuer(folder.resolve("stranger"));
        platform = Platform.of("S64")
                .proxies(2)
                .echoes(1)
                .proxyEnvironment("PULLWAY_IDENTITY_JWKS", issuer.jwks())
                .start();
        withoutKeys = platform.newProxy(Map.of("PULLWAY_IDENTITY_JWKS", "http://127.0.0.1:" + Ports.free() + "/jwks"));
        withoutKeys.start();
        withoutKeys.awaitReady();
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @BeforeEach
    void connect() {
        nats = new NatsClient(platform);
    }

    @AfterEach
    void disconnect() {
        nats.close();
    }

    @Test
    void aGoodTokenTravelsOnAsItCameAndNothingIsAdded() {
        String bearer = issuer.bearer("ada", "--role", "user");

        Echoed without = RawRequest.get("/api/echo").sendTo(platform.proxy(1)).echoed();
        for (int i = 0; i < 3; i++) {
            Echoed with = authorized("GET", bearer).sendTo(platform.proxy(1)).echoed();
            assertThat(with.values("authorization")).containsExactly(bearer);
            assertThat(with.names())
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(without.names().stream(), Stream.of("authorization"))
                                    .toList());
        }
    }

    @Test
    void aBodyComesWholeWhileItsTokenIsVerified() {
        byte[] body = "x".repeat(300_000).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 3; i++) {
            Echoed echoed = RawRequest.post("/api/echo", body)
                    .field("Authorization", issuer.bearer("ada"))
                    .sendTo(platform.proxy(1))
                    .echoed();
            assertThat(echoed.body()).isEqualTo(body);
        }
    }

    static Stream<String> bad() {
        String good = issuer.bearer("ada");
        String[] parts = good.split("\\.");
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.US_ASCII));
        return Stream.of(
                "Bearer x",
                "bearer a.b.c",
                "Bearer " + none + "." + parts[1] + ".",
                parts[0] + "." + parts[1] + "." + "A".repeat(86),
                stranger.bearer("ada"),
                issuer.bearer("ada", "--issuer", "https://another.example"),
                issuer.bearer("ada", "--audience", "another"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void aBadTokenIsRefusedAndNothingIsForwarded(String bearer) {
        long before = nats.deliveries();

        for (String method : List.of("GET", "POST")) {
            RawAnswer answer = authorized(method, bearer).body(new byte[1_000]).sendTo(platform.proxy(1));
            assertRefused(answer);
        }

        nats.awaitNothingStored();
        assertThat(nats.deliveries()).isEqualTo(before);
    }

    @Test
    void theConnectionOfARefusedRequestCanBeUsedAgain() {
        byte[] bad = authorized("POST", "Bearer x").body(new byte[100_000]).bytes();
        byte[] good = authorized("GET", issuer.bearer("ada")).bytes();
        try (RawHttp connection = RawHttp.connect(platform.proxy(1))) {
            for (int i = 0; i < 3; i++) {
                assertRefused(connection.send(bad).read(false));
                assertThat(connection.send(good).read(false).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void asTwoTokensNobodyComesIn() {
        assertRefused(authorized("GET", issuer.bearer("ada"))
                .field("Authorization", issuer.bearer("bob"))
                .sendTo(platform.proxy(1)));
        assertRefused(authorized("GET", "Basic YTpi")
                .field("Authorization", issuer.bearer("ada"))
                .sendTo(platform.proxy(1)));
    }

    @Test
    void whatIsNoTokenIsTheServicesToJudge() {
        for (String other : List.of("Basic YTpi", "ApiKey x", "Bearerx y", "Digest username=\"a\"")) {
            assertThat(authorized("GET", other)
                            .sendTo(platform.proxy(1))
                            .echoed()
                            .values("authorization"))
                    .containsExactly(other);
        }
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
        NatsClient.Watch stored = nats.watch("later.>");

        later(issuer.bearer("ada", "--valid", "20s")).sendTo(platform.proxy(1));
        assertThat(budgetMillis(stored)).isBetween(1_000L, 20_000L);
        later(issuer.bearer("ada", "--valid", "24h")).sendTo(platform.proxy(1));
        assertThat(budgetMillis(stored)).isGreaterThan(3_500_000L);

        RawAnswer tooLate = later(issuer.bearer("ada", "--valid", "1s")).sendTo(platform.proxy(1));
        assertRefused(tooLate);
        assertThat(tooLate.value("www-authenticate").orElseThrow()).contains("The token has expired.");
    }

    @Test
    void aNewKeyIsKnownAtOnceAndTheOldOneStays() {
        RawRequest old = authorized("GET", issuer.bearer("ada"));
        assertThat(old.sendTo(platform.proxy(1)).status()).isEqualTo(200);
        issuer.rotate();
        RawRequest fresh = authorized("GET", issuer.bearer("ada"));

        for (int proxy = 1; proxy <= 2; proxy++) {
            assertThat(fresh.sendTo(platform.proxy(proxy)).status()).isEqualTo(200);
            assertThat(old.sendTo(platform.proxy(proxy)).status()).isEqualTo(200);
        }
    }

    @Test
    void withoutKeysPlainRequestsPassAndNothingIsKeptUnderAWrongName() {
        String bearer = issuer.bearer("ada");

        assertThat(authorized("GET", bearer).sendTo(withoutKeys).status()).isEqualTo(200);
        assertThat(authorized("GET", stranger.bearer("ada")).sendTo(withoutKeys).status())
                .isEqualTo(200);
        Problems.assertRetryable(keyed(UUID.randomUUID().toString(), bearer).sendTo(withoutKeys), 503, "not-accepted");
        Problems.assertRetryable(later(bearer).sendTo(withoutKeys), 503, "not-accepted");
        assertThat(keyed(UUID.randomUUID().toString()).sendTo(withoutKeys).status())
                .as("without a token")
                .isEqualTo(200);
        assertThat(withoutKeys.output().lines().filter(line -> line.contains("event=keys-not-read")))
                .hasSize(1);
    }

    @Test
    void keysFromAnUnsafePlaceStopTheStart() {
        Program refused = platform.newProxy(Map.of("PULLWAY_IDENTITY_JWKS", "http://issuer.example/jwks"));
        refused.start();
        refused.process().awaitExit(SOON);
        assertThat(refused.output()).contains("pullway.identity.jwks is 'http://issuer.example/jwks'; allowed: ");
    }

    private static void assertRefused(RawAnswer answer) {
        Problems.assertProblem(answer, 401, "unauthorized");
        assertThat(answer.values("www-authenticate"))
                .singleElement()
                .asString()
                .matches("Bearer error=\"invalid_token\", error_description=\"[A-Za-z, ]+\\.\"");
    }

    private static RawRequest authorized(String method, String authorization) {
        return RawRequest.of(method, "/api/echo").field("Authorization", authorization);
    }

    private static RawRequest keyed(String key, String... authorization) {
        RawRequest request = RawRequest.post("/api/echo", "x".getBytes(StandardCharsets.US_ASCII))
                .field("Idempotency-Key", key);
        Stream.of(authorization).forEach(value -> request.field("Authorization", value));
        return request;
    }

    private static RawRequest later(String authorization) {
        return authorized("POST", authorization).field("Prefer", "respond-async");
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
