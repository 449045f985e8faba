package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What belongs to one connection, to the platform or to the gateway's word does not travel further. */
@ExtendWith(SharedPlatform.class)
final class S06_KeepsItsOwnFieldsToItselfTest {
    private static Program trustingLoopback;
    private static Program trustingOthers;

    private final Program proxy;

    S06_KeepsItsOwnFieldsToItselfTest(Platform platform) {
        this.proxy = platform.proxy(1);
    }

    @BeforeAll
    static void startProxiesThatTrustGateways(Platform platform) {
        trustingLoopback = platform.newProxy(Map.of("PULLWAY_PROXY_TRUSTED_GATEWAYS", "192.168.0.1,127.0.0.0/8"));
        trustingOthers = platform.newProxy(Map.of("PULLWAY_PROXY_TRUSTED_GATEWAYS", "192.168.0.1,10.0.0.0/8"));
        trustingLoopback.start();
        trustingOthers.start();
        trustingLoopback.awaitReady();
        trustingOthers.awaitReady();
    }

    @AfterAll
    static void endThem() {
        trustingLoopback.process().kill();
        trustingOthers.process().kill();
    }

    @Test
    void whatBelongsToTheClientsConnectionDoesNotReachTheService() {
        Echoed echoed = RawRequest.get("/api/echo")
                .field("Connection", "X-Hop, keep-alive , x-other-hop")
                .field("X-Hop", "1")
                .field("X-Other-Hop", "1")
                .field("Keep-Alive", "timeout=5")
                .field("Proxy-Connection", "keep-alive")
                .field("TE", "trailers")
                .field("Upgrade", "websocket")
                .field("X-End-To-End", "1")
                .sendTo(proxy)
                .echoed();

        assertThat(echoed.names())
                .contains("x-end-to-end")
                .doesNotContain(
                        "connection", "x-hop", "x-other-hop", "keep-alive", "proxy-connection", "te", "upgrade");
    }

    @Test
    void whatBelongsToTheServicesConnectionDoesNotReachTheClient() {
        RawAnswer answer = RawRequest.get(
                        "/api/echo?header=Connection:X-Hop&header=X-Hop:1&header=Keep-Alive:timeout%3D5"
                                + "&header=Proxy-Connection:x&header=Upgrade:h2c&header=Trailer:X-Sum&header=TE:x&header=X-Stays:1")
                .sendTo(proxy);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.names())
                .contains("x-stays")
                .doesNotContain("x-hop", "keep-alive", "proxy-connection", "upgrade", "trailer", "te");
    }

    @Test
    void aServiceThatClosesItsConnectionDoesNotCloseTheClients() {
        try (RawHttp connection = RawHttp.connect(proxy)) {
            RawAnswer answer = connection
                    .send(RawRequest.get("/api/echo?header=Connection:close").bytes())
                    .read(false);
            RawAnswer next =
                    connection.send(RawRequest.get("/api/echo/next").bytes()).read(false);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(next.echoed().target()).isEqualTo("/echo/next");
        }
    }

    @Test
    void aClientCannotSpeakForThePlatform() {
        Echoed echoed = RawRequest.get("/api/echo")
                .field("Pullway-Request-Id", "00000000-0000-7000-8000-000000000000")
                .field("PULLWAY-REPLY-TO", "reply.proxy.other.echo.1")
                .field("pullway-version", "2")
                .field("Pullway-Budget-Ms", "1")
                .field("Pullway-Anything", "1")
                .sendTo(proxy)
                .echoed();

        assertThat(echoed.names()).noneMatch(name -> name.startsWith("pullway-"));
        assertThat(echoed.requestId()).isNotEqualTo("00000000-0000-7000-8000-000000000000");
    }

    @Test
    void aServiceCannotSpeakForThePlatform() {
        RawAnswer answer = RawRequest.get("/api/echo?header=Pullway-Outcome:not-started&header=PULLWAY-Request-Id:1"
                        + "&header=Pullway-Served-By:me&header=Pullway-Anything:1")
                .sendTo(proxy);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.names()).noneMatch(name -> name.startsWith("pullway-"));
    }

    @Test
    void theRequestIdOfAClientIsAnOrdinaryField() {
        Echoed echoed = RawRequest.get("/api/echo")
                .field("X-Request-Id", "mine")
                .sendTo(proxy)
                .echoed();

        assertThat(echoed.values("x-request-id")).containsExactly("mine");
        assertThat(echoed.requestId()).isNotEqualTo("mine");
    }

    @Test
    void whoTheClientIsSaysTheProxyAndNotTheClient() {
        Echoed echoed = forwardedBy(proxy);

        assertThat(echoed.values("x-forwarded-for")).containsExactly("127.0.0.1");
        assertThat(echoed.values("x-forwarded-host")).containsExactly("shop.example");
        assertThat(echoed.values("x-forwarded-proto")).containsExactly("http");
        assertThat(echoed.values("x-forwarded-prefix")).containsExactly("/api");
        assertThat(echoed.values("forwarded")).isEmpty();
    }

    @Test
    void aTrustedGatewayIsBelieved() {
        Echoed echoed = forwardedBy(trustingLoopback);

        assertThat(echoed.values("x-forwarded-for")).containsExactly("203.0.113.9");
        assertThat(echoed.values("x-forwarded-host")).containsExactly("www.example");
        assertThat(echoed.values("x-forwarded-proto")).containsExactly("https");
        // What the gateway cut off, and then what the proxy did.
        assertThat(echoed.values("x-forwarded-prefix")).containsExactly("/shop/api");
    }

    @Test
    void theStandardFieldOfATrustedGatewayIsKept() {
        assertThat(forwardedBy(trustingLoopback).values("forwarded")).containsExactly("for=203.0.113.9;proto=https");
    }

    @Test
    void aGatewayFromElsewhereIsNotBelieved() {
        assertThat(forwardedBy(trustingOthers).values("x-forwarded-for")).containsExactly("127.0.0.1");
    }

    private static Echoed forwardedBy(Program proxy) {
        return RawRequest.get("/api/echo")
                .field("X-Forwarded-For", "203.0.113.9")
                .field("X-Forwarded-Host", "www.example")
                .field("X-Forwarded-Proto", "https")
                .field("X-Forwarded-Prefix", "/shop")
                .field("Forwarded", "for=203.0.113.9;proto=https")
                .sendTo(proxy)
                .echoed();
    }
}
