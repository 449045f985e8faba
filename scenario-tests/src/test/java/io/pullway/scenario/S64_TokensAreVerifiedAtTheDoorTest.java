package io.pullway.scenario;

import static io.pullway.scenario.AuthorizedRequests.assertRefused;
import static io.pullway.scenario.AuthorizedRequests.authorized;
import static io.pullway.scenario.AuthorizedRequests.keyed;
import static io.pullway.scenario.AuthorizedRequests.later;
import static org.assertj.core.api.Assertions.assertThat;

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

/** A bad token goes no further than the proxy. */
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
        String head = new String(
                Base64.getUrlDecoder().decode(parts[0].substring("Bearer ".length())), StandardCharsets.US_ASCII);
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(head.replace("ES256", "none").getBytes(StandardCharsets.US_ASCII));
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
}
