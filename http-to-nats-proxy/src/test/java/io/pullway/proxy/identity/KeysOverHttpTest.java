package io.pullway.proxy.identity;

import static io.pullway.proxy.identity.TestIssuer.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that an issuer publishes, changes and fails to publish, on a clock of the test's own. */
class KeysOverHttpTest {
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicLong now = new AtomicLong();
    private volatile int status = 200;
    private volatile String published = TestIssuer.jwks();
    private volatile CountDownLatch held = new CountDownLatch(0);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int missing;
    private HttpServer issuer;
    private TokenVerifier verifier;
    private PublicJsonWebKey first;
    private PublicJsonWebKey second;

    @BeforeEach
    void start() throws Exception {
        first = TestIssuer.ec("first");
        second = TestIssuer.ec("second");
        published = TestIssuer.jwks(first);
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        issuer.createContext("/jwks", exchange -> {
            reads.incrementAndGet();
            try (exchange) {
                held.await();
                byte[] body = published.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, body.length + missing);
                exchange.getResponseBody().write(body);
                exchange.getResponseBody().flush();
                if (missing > 0) {
                    ended.await();
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        issuer.start();
        String url = "http://127.0.0.1:" + issuer.getAddress().getPort() + "/jwks";
        verifier = new TokenVerifier(url, TestIssuer.RULES, now::get);
    }

    @AfterEach
    void stop() {
        held.countDown();
        ended.countDown();
        issuer.stop(0);
    }

    @Test
    void keysAreReadOnceForManyTokens() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertGood(token(first));
        }
        assertThat(reads).hasValue(1);
    }

    @Test
    void manyWhoAskFirstReadOnce() throws Exception {
        held = new CountDownLatch(1);
        String token = token(first);
        List<CompletableFuture<Caller>> asked = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> verifier.verify(token), task -> Thread.ofVirtual().start(task)))
                .toList();
        held.countDown();
        assertThat(asked.stream().map(CompletableFuture::join)).allMatch(Caller.Verified.class::isInstance);
        assertThat(reads).hasValue(1);
    }

    @Test
    void aNewKeyIsReadWhenATokenNamesIt() throws Exception {
        assertGood(token(first));
        pass(5);
        published = TestIssuer.jwks(second, first);
        assertGood(token(second));
        assertGood(token(first));
        assertThat(reads).hasValue(2);
    }

    @Test
    void unknownKeysMakeNoMoreThanOneReadInFiveSeconds() throws Exception {
        assertGood(token(first));
        for (int i = 0; i < 20; i++) {
            assertRefused(token(TestIssuer.ec("unknown-" + i)));
        }
        assertThat(reads).hasValue(1);
        pass(5);
        for (int i = 0; i < 20; i++) {
            assertRefused(token(TestIssuer.ec("unknown-" + i)));
        }
        assertThat(reads).hasValue(2);
    }

    @Test
    void aKeyThatWasWithdrawnIsNoGoodFiveMinutesLater() throws Exception {
        String token = token(first);
        assertGood(token);
        published = TestIssuer.jwks(second);
        assertThat(verifier.known(token)).isNotNull();
        pass(61);
        assertThat(verifier.known(token)).as("remembered").isNull();
        assertGood(token);
        pass(300);
        assertRefused(token);
    }

    @Test
    void withoutKeysNothingCanBeSaidOfAToken() throws Exception {
        status = 503;
        assertThat(verifier.verify(token(first))).isInstanceOf(Caller.Unverifiable.class);
        assertThat(verifier.verify(token(second))).isInstanceOf(Caller.Unverifiable.class);
        assertThat(reads).as("not asked again at once").hasValue(1);

        status = 200;
        pass(5);
        assertGood(token(first));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{\"keys\":5}", "[]"})
    void whatIsNoKeySetIsAsIfItWereNotThere(String body) throws Exception {
        published = body;
        assertThat(verifier.verify(token(first))).isInstanceOf(Caller.Unverifiable.class);
    }

    @Test
    void whatIsMuchTooLargeIsNotRead() throws Exception {
        published = TestIssuer.jwks(first) + " ".repeat(2 << 20);
        assertThat(verifier.verify(token(first))).isInstanceOf(Caller.Unverifiable.class);
    }

    @Test
    void aKeyOfAnUnknownKindDoesNotHideTheOthers() throws Exception {
        published = TestIssuer.jwks(first)
                .replace("\"keys\":[", "\"keys\":[{\"kty\":\"new\",\"kid\":\"x\"},{\"kty\":\"oct\",\"k\":\"AAAA\"},");
        assertGood(token(first));
    }

    @Test
    void keysOfBeforeStayWhenTheIssuerIsAway() throws Exception {
        assertGood(token(first));
        issuer.stop(0);
        pass(600);
        assertGood(token(first));
        assertThat(verifier.verify(token(second)))
                .as("perhaps a new key: the service may know")
                .isInstanceOf(Caller.Unverifiable.class);
    }

    @Test
    void aShortRsaKeyIsNotTrustedThoughTheIssuerPublishesIt() throws Exception {
        PublicJsonWebKey small = TestIssuer.named(RsaJwkGenerator.generateJwk(1024), "small");
        published = TestIssuer.jwks(first, small);
        assertGood(token(first));
        assertRefused(token(small));
    }

    @Test
    void anAnswerThatDoesNotEndIsGivenUp() throws Exception {
        missing = 1;
        assertThat(verifier.verify(token(first))).isInstanceOf(Caller.Unverifiable.class);

        missing = 0;
        pass(5);
        assertGood(token(first));
    }

    @Test
    void whileKeysAreReadAnewTheOldOnesAreGood() throws Exception {
        assertGood(token(first));
        pass(600);
        held = new CountDownLatch(1);
        String token = token(first);
        Thread reader = Thread.ofVirtual().start(() -> verifier.verify(token));
        while (reads.get() < 2) {
            Thread.onSpinWait();
        }
        assertGood(token(first));
        held.countDown();
        assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
    }

    private void assertGood(String token) {
        assertThat(verifier.verify(token)).isInstanceOf(Caller.Verified.class);
    }

    private void assertRefused(String token) {
        assertThat(verifier.verify(token)).isInstanceOf(Caller.Refused.class);
    }

    private void pass(int seconds) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(seconds) + 1);
    }
}
