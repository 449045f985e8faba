package io.pullway.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.jwt.KeyFormat;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An issuer that changes its keys in a file. */
class KeysOfFileTest {
    private static final EllipticCurveJsonWebKey FIRST = key("first");
    private static final EllipticCurveJsonWebKey SECOND = key("second");

    @TempDir
    Path folder;

    private final AtomicLong now = new AtomicLong();
    private KeysOfFile keys;

    @BeforeEach
    void begin() {
        JWTAuthContextInfo settings = new JWTAuthContextInfo();
        settings.setPublicKeyLocation("file:" + folder.resolve("jwks.json"));
        settings.setKeyFormat(KeyFormat.JWK);
        settings.setSignatureAlgorithm(Set.of(SignatureAlgorithm.ES256));
        keys = new KeysOfFile(settings, now::get);
    }

    @Test
    void a_new_key_is_known_when_it_is_first_seen() throws Exception {
        publish(FIRST);
        assertThat(resolved(FIRST)).isTrue();
        publish(FIRST, SECOND);
        pass(Duration.ofSeconds(2));

        assertThat(resolved(SECOND)).isTrue();
        assertThat(resolved(FIRST)).isTrue();
    }

    @Test
    void unknown_keys_have_the_file_read_once_a_second_at_most() throws Exception {
        publish(FIRST);
        assertThat(resolved(FIRST)).isTrue();
        publish(FIRST, SECOND);

        assertThat(resolved(SECOND)).as("within the same second").isFalse();
        pass(Duration.ofMillis(1_100));
        assertThat(resolved(SECOND)).isTrue();
    }

    @Test
    void a_withdrawn_key_is_known_for_five_minutes_at_most() throws Exception {
        publish(FIRST, SECOND);
        assertThat(resolved(FIRST)).isTrue();
        publish(SECOND);

        pass(Duration.ofMinutes(4));
        assertThat(resolved(FIRST)).isTrue();
        pass(Duration.ofMinutes(2));
        assertThat(resolved(FIRST)).isFalse();
        assertThat(resolved(SECOND)).isTrue();
    }

    @Test
    void keys_stay_while_the_file_cannot_be_read() throws Exception {
        publish(FIRST);
        assertThat(resolved(FIRST)).isTrue();
        Files.writeString(folder.resolve("jwks.json"), "half of a fi");
        pass(Duration.ofMinutes(6));
        assertThat(resolved(FIRST)).isTrue();
        Files.delete(folder.resolve("jwks.json"));
        pass(Duration.ofMinutes(6));
        assertThat(resolved(FIRST)).isTrue();
    }

    @Test
    void without_a_file_at_first_it_is_looked_for_again() throws Exception {
        assertThatThrownBy(() -> keys.resolveKey(signedBy(FIRST), List.of()))
                .isInstanceOf(UnresolvableKeyException.class);
        publish(FIRST);
        assertThat(resolved(FIRST)).isTrue();
    }

    private boolean resolved(EllipticCurveJsonWebKey key) {
        try {
            return keys.resolveKey(signedBy(key), List.of()).equals(key.getPublicKey());
        } catch (UnresolvableKeyException e) {
            return false;
        }
    }

    private static JsonWebSignature signedBy(EllipticCurveJsonWebKey key) {
        JsonWebSignature token = new JsonWebSignature();
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        token.setKeyIdHeaderValue(key.getKeyId());
        return token;
    }

    private void publish(EllipticCurveJsonWebKey... published) {
        try {
            Files.writeString(folder.resolve("jwks.json"), new JsonWebKeySet(published).toJson());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static EllipticCurveJsonWebKey key(String kid) {
        try {
            EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(kid);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
