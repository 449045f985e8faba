package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rate limits by address and by user, of which each live proxy allows its share. Rates are so low that a slow
 * machine does not earn much while it sends a burst.
 */
final class S65_WhoSendsTooMuchIsToldTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int PROXIES = 4;

    /** More than all proxies together allow, if one of them should not have been heard for a while. */
    private static final int MANY = 60;

    @TempDir
    private static Path folder;

    private static final AtomicInteger CLIENTS = new AtomicInteger();
    private static DevelopmentIssuer issuer;
    private static Platform platform;
    private static Program byAddress;
    private static Program byPrincipal;
    private static Program withoutGateways;
    private static Program unlimited;

    @BeforeAll
    static void start() {
        issuer = new DevelopmentIssuer(folder.resolve("issuer"));
        platform = Platform.of("S65").proxies(0).echoes(1).start();
        Map<String, String> gateway = Map.of("PULLWAY_PROXY_TRUSTED_GATEWAYS", "127.0.0.0/8,10.0.0.0/8");
        byAddress = proxy(gateway, Map.of("PULLWAY_PROXY_RATE_LIMIT_ADDRESS", "1/40"));
        byPrincipal = proxy(
                gateway, Map.of("PULLWAY_PROXY_RATE_LIMIT_PRINCIPAL", "1/40", "PULLWAY_IDENTITY_JWKS", issuer.jwks()));
        withoutGateways = proxy(Map.of("PULLWAY_PROXY_RATE_LIMIT_ADDRESS", "1/40"), Map.of());
        unlimited = proxy(Map.of(), Map.of());
        List.of(byAddress, byPrincipal, withoutGateways, unlimited).forEach(Program::awaitReady);
        awaitShare(PROXIES);
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void aBurstPassesAndThenTheClientIsToldToWait() {
        String client = newAddress();
        List<RawAnswer> answers = send(from(client), byAddress, MANY);

        assertThat(answers.subList(0, 10))
                .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
        RawAnswer refused = answers.getLast();
        Problems.assertRetryable(refused, 429, "rate-limited");
        assertThat(refused.values("ratelimit-policy")).containsExactly("\"address\";q=40;w=40");
        assertThat(refused.value("ratelimit").orElseThrow()).matches("\"address\";r=0;t=[1-4]");
        assertThat(answers.getFirst().value("ratelimit").orElseThrow()).matches("\"address\";r=[0-9]+;t=[1-4]");

        assertThat(from(newAddress()).sendTo(byAddress).status())
                .as("another client")
                .isEqualTo(200);
    }

    @Test
    void nothingOfARefusedRequestIsForwarded() {
        String client = newAddress();
        try (NatsClient nats = new NatsClient(platform)) {
            long before = nats.deliveries();
            long passed = send(from(client), byAddress, MANY).stream()
                    .filter(answer -> answer.status() == 200)
                    .count();
            nats.awaitNothingStored();
            assertThat(nats.deliveries() - before).isEqualTo(passed).isLessThan(MANY);
        }
    }

    @Test
    void whatAClientPutsBeforeTheGatewaysWordIsNotBelieved() {
        String client = newAddress();
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            statuses.add(from("192.0.2." + i + ", " + client + ", 10.1.2.3")
                    .sendTo(byAddress)
                    .status());
        }
        assertThat(statuses).contains(429);
    }

    @Test
    void withoutATrustedGatewayTheClientIsThePeer() {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            statuses.add(from("192.0.2." + i)
                    .field("Forwarded", "for=192.0.2." + i)
                    .field("X-Real-IP", "192.0.2." + i)
                    .sendTo(withoutGateways)
                    .status());
        }
        assertThat(statuses).contains(429);
    }

    @Test
    void aUserIsOneClientWhereverTheyAreAndWhateverTheirToken() {
        List<String> tokens = List.of(issuer.bearer("ada"), issuer.bearer("ada"));
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            statuses.add(from(newAddress())
                    .field("Authorization", tokens.get(i % 2))
                    .sendTo(byPrincipal)
                    .status());
        }
        assertThat(statuses.subList(0, 10)).containsOnly(200);
        assertThat(statuses).contains(429);

        assertThat(from(newAddress())
                        .field("Authorization", issuer.bearer("bob"))
                        .sendTo(byPrincipal)
                        .status())
                .as("another user")
                .isEqualTo(200);
    }

    @Test
    void whoHasNoTokenIsLimitedByAddressInstead() {
        String client = newAddress();
        assertThat(send(from(client), byPrincipal, MANY).getLast().status()).isEqualTo(429);
        assertThat(send(from(client).field("Authorization", "Basic YTpi"), byPrincipal, 3)
                        .getLast()
                        .status())
                .as("credentials that nobody verified")
                .isEqualTo(429);
    }

    @Test
    void withoutALimitThereAreNoFieldsAboutIt() {
        assertThat(from(newAddress()).sendTo(unlimited).names()).noneMatch(name -> name.startsWith("ratelimit"));
    }

    @Test
    void whatAProxyLeavesTheOthersAllow() {
        Program leaving = proxy(Map.of(), Map.of());
        leaving.awaitReady();
        awaitShare(PROXIES + 1);
        leaving.process().kill();
        awaitShare(PROXIES);
    }

    @Test
    void proxiesAreNoInstancesOfAService() {
        assertThat(CommandLine.of(platform, "status").succeeded().output())
                .contains("echo-1")
                .doesNotContain("proxy-");
    }

    private static void awaitShare(int proxies) {
        String expected = "\"address\";r=" + (40 / proxies - 1) + ";";
        Await.until(
                SOON,
                "the share of one in " + proxies,
                () -> from(newAddress())
                        .sendTo(byAddress)
                        .value("ratelimit")
                        .orElseThrow()
                        .startsWith(expected));
    }

    private static Program proxy(Map<String, String> environment, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        Program proxy = platform.newProxy(all);
        proxy.start();
        return proxy;
    }

    private static List<RawAnswer> send(RawRequest request, Program proxy, int times) {
        List<RawAnswer> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            answers.add(request.sendTo(proxy));
        }
        return answers;
    }

    private static RawRequest from(String forwardedFor) {
        return RawRequest.get("/api/echo").field("X-Forwarded-For", forwardedFor);
    }

    private static String newAddress() {
        int number = CLIENTS.incrementAndGet();
        return "198.18." + number / 250 + "." + number % 250;
    }
}
