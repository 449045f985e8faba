package io.pullway.proxy.identity;

import static io.pullway.proxy.identity.TestIssuer.claims;
import static io.pullway.proxy.identity.TestIssuer.signed;
import static io.pullway.proxy.identity.TestIssuer.token;
import static io.pullway.proxy.identity.TestIssuer.withHeader;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pullway.wire.record.Principal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is a good token and what is none, with keys in a file. */
class ForgedTokensTest {
    private static PublicJsonWebKey ec;
    private static PublicJsonWebKey rsa;
    private static PublicJsonWebKey strangersEc;
    private static PublicJsonWebKey strangersRsa;
    private static TokenVerifier verifier;

    @BeforeAll
    static void publishKeys(@TempDir Path folder) throws Exception {
        ec = TestIssuer.ec("ec-1");
        rsa = TestIssuer.rsa("rsa-1");
        strangersEc = TestIssuer.ec("ec-1");
        strangersRsa = TestIssuer.rsa("rsa-1");
        Path jwks = Files.writeString(folder.resolve("jwks.json"), TestIssuer.jwks(ec, rsa));
        verifier = new TokenVerifier(jwks.toUri().toString(), TestIssuer.RULES);
        verifier.prepare();
    }

    static Stream<Arguments> good() throws JoseException {
        return Stream.of(
                arguments("ES256", token(ec)),
                arguments("RS256", token(rsa)),
                arguments("ES256 without a key id", signed("ES256", ec.getPrivateKey(), null, claims(any -> {}))),
                arguments("RS256 without a key id", signed("RS256", rsa.getPrivateKey(), null, claims(any -> {}))),
                arguments("one audience of several", token(ec, claims(c -> c.setAudience("other", "pullway")))),
                arguments("just expired, by a clock that is behind", token(ec, claims(c -> {
                    c.setIssuedAt(in(-3_600));
                    c.setExpirationTime(in(-10));
                }))),
                arguments("just valid, by a clock that is ahead", token(ec, claims(c -> c.setNotBefore(in(10))))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("good")
    void takesWhatTheIssuerSigned(String kind, String token) {
        assertThat(verifier.verify(token))
                .isInstanceOfSatisfying(
                        Caller.Verified.class,
                        caller -> assertThat(caller.principal())
                                .isEqualTo(Principal.ofVerified(TestIssuer.ISSUER, "ada")));
    }

    static Stream<Arguments> forged() throws Exception {
        String good = token(ec);
        String payload = good.split("\\.")[1];
        String signature = good.split("\\.")[2];
        JwtClaims claims = claims(any -> {});
        byte[] publicRsa = rsa.getPublicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(publicRsa)
                + "\n-----END PUBLIC KEY-----\n";
        return Stream.of(
                arguments("nothing", ""),
                arguments("no token", "abc"),
                arguments("two parts", good.substring(0, good.lastIndexOf('.'))),
                arguments("no signature", good.substring(0, good.lastIndexOf('.') + 1)),
                arguments("four parts", good + ".x"),
                arguments("five parts, as if encrypted", good + ".x.y"),
                arguments("padding", good + "="),
                arguments("octets that a lenient decoder skips", good + "!"),
                arguments("no JSON in it", signature + "." + signature + "." + signature),
                arguments("another payload", good.replace(payload, TestIssuer.base64(claims.toJson()))),
                arguments("another header", withHeader(good, "{\"alg\":\"ES256\",\"kid\":\"ec-1\",\"x\":1}")),
                arguments("a signature of zeros", good.replace(signature, "A".repeat(86))),
                arguments("a signature that is cut off", good.substring(0, good.length() - 4)),
                arguments("alg none", withHeader(good, "{\"alg\":\"none\"}")),
                arguments("alg None", withHeader(good, "{\"alg\":\"None\"}")),
                arguments("no alg", withHeader(good, "{\"kid\":\"ec-1\"}")),
                arguments("alg twice", withHeader(good, "{\"alg\":\"none\",\"alg\":\"ES256\"}")),
                arguments("another's key under a known id", token(strangersEc)),
                arguments("another's RSA key under a known id", token(strangersRsa)),
                arguments("a known key under another's id", signed("ES256", ec.getPrivateKey(), "rsa-1", claims)),
                arguments("an unknown key id", signed("ES256", strangersEc.getPrivateKey(), "ec-9", claims)),
                arguments("another's key without an id", signed("ES256", strangersEc.getPrivateKey(), null, claims)),
                arguments("a key of the token's own", withOwnKey()),
                arguments("HS256 with the public key", signed("HS256", new HmacKey(publicRsa), "rsa-1", claims)),
                arguments(
                        "HS256 with the public key as PEM",
                        signed("HS256", new HmacKey(pem.getBytes(StandardCharsets.US_ASCII)), "rsa-1", claims)),
                arguments("RS512", signed("RS512", rsa.getPrivateKey(), "rsa-1", claims)),
                arguments("PS256", signed("PS256", rsa.getPrivateKey(), "rsa-1", claims)),
                arguments("an extension that must be understood", critical()),
                arguments("expired", changed(c -> c.setExpirationTime(in(-60)))),
                arguments("no expiry", changed(c -> c.unsetClaim("exp"))),
                arguments("an expiry that is no number", changed(c -> c.setStringClaim("exp", "tomorrow"))),
                arguments("not valid yet", changed(c -> c.setNotBefore(in(60)))),
                arguments("another issuer", changed(c -> c.setIssuer("https://issuer.example/"))),
                arguments("no issuer", changed(c -> c.unsetClaim("iss"))),
                arguments("another audience", changed(c -> c.setAudience("pullway-admin"))),
                arguments("no audience", changed(c -> c.unsetClaim("aud"))),
                arguments("no subject", changed(c -> c.unsetClaim("sub"))),
                arguments("a subject that is no text", changed(c -> c.setClaim("sub", 5))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forged")
    void refusesEverythingElse(String kind, String token) {
        for (int i = 0; i < 2; i++) {
            assertThat(verifier.verify(token))
                    .isInstanceOfSatisfying(
                            Caller.Refused.class,
                            refused -> assertThat(refused.reason()).matches("[A-Za-z, ]+\\."));
            assertThat(verifier.known(token)).isNull();
        }
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        assertThat(reason(c -> c.setExpirationTime(in(-60)))).isEqualTo("The token has expired.");
        assertThat(reason(c -> c.setNotBefore(in(60)))).isEqualTo("The token is not valid yet.");
        assertThat(reason(c -> c.setIssuer("x"))).isEqualTo("The token is of another issuer.");
        assertThat(reason(c -> c.setAudience("x"))).isEqualTo("The token is for another audience.");
        assertThat(reason(c -> c.unsetClaim("sub"))).isEqualTo("The token lacks exp or sub.");
    }

    @Test
    void aTokenIsRememberedUntilItExpires() throws Exception {
        // Good for one or two seconds more, by the leeway of clocks.
        String token = changed(c -> {
            c.setIssuedAt(in(-60));
            c.setExpirationTime(in(-28));
        });
        assertThat(verifier.verify(token)).isInstanceOf(Caller.Verified.class);
        assertThat(verifier.known(token)).isNotNull();
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (verifier.known(token) != null && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(verifier.known(token)).isNull();
        assertThat(verifier.verify(token)).isInstanceOf(Caller.Refused.class);
    }

    @Test
    void aVerifiedTokenIsKnown() throws Exception {
        String token = token(ec);
        assertThat(verifier.known(token)).isNull();
        Caller caller = verifier.verify(token);
        assertThat(verifier.known(token)).isEqualTo(caller);
        assertThat(verifier.known(token(ec)))
                .as("another token of the same user")
                .isNull();
    }

    @Test
    void aHugeExpiryIsOnlyFarAway() throws Exception {
        Caller caller = verifier.verify(changed(c -> c.setExpirationTime(NumericDate.fromSeconds(Long.MAX_VALUE))));
        assertThat(caller)
                .isInstanceOfSatisfying(
                        Caller.Verified.class,
                        verified -> assertThat(verified.untilMillis()).isGreaterThan(System.currentTimeMillis()));
    }

    @Test
    void usersOfOneIssuerAreDifferentPrincipals() throws Exception {
        Caller.Verified bob = (Caller.Verified) verifier.verify(changed(c -> c.setSubject("bob")));
        Caller.Verified ada = (Caller.Verified) verifier.verify(token(rsa));
        assertThat(bob.principal()).isNotEqualTo(ada.principal());
    }

    private static String reason(Consumer<JwtClaims> change) throws JoseException {
        return ((Caller.Refused) verifier.verify(changed(change))).reason();
    }

    private static String changed(Consumer<JwtClaims> change) throws JoseException {
        return token(ec, claims(change));
    }

    private static NumericDate in(long seconds) {
        return NumericDate.fromSeconds(NumericDate.now().getValue() + seconds);
    }

    /** With the key that verifies it in its header (RFC 7515 section 4.1.3). */
    private static String withOwnKey() throws JoseException {
        JsonWebSignature token = new JsonWebSignature();
        token.setAlgorithmHeaderValue("ES256");
        token.setJwkHeader(strangersEc);
        token.setKey(strangersEc.getPrivateKey());
        token.setPayload(claims(any -> {}).toJson());
        return token.getCompactSerialization();
    }

    private static String critical() throws JoseException {
        JsonWebSignature token = new JsonWebSignature();
        token.setAlgorithmHeaderValue("ES256");
        token.setKeyIdHeaderValue("ec-1");
        token.setHeader("crit", List.of("x"));
        token.setHeader("x", "1");
        token.setKey(ec.getPrivateKey());
        token.setPayload(claims(any -> {}).toJson());
        return token.getCompactSerialization();
    }
}
