package io.pullway.proxy.signin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.keys.AesKey;
import org.junit.jupiter.api.Test;

class SealTest {
    private static final String SECRET = "the secret of this test, of 32 and more characters";
    private static final String OTHER = "another secret of this test, of 32 characters and more";

    private final Seal seal = new Seal(List.of(SECRET), "test");

    @Test
    void whatWasSealedOpens() {
        String text = "{\"token\":\"" + "eyJhbGciOiJFUzI1NiJ9.".repeat(50) + "ü\"}";
        assertThat(seal.open(seal.seal(text))).isEqualTo(text);
        assertThat(seal.seal(text)).isNotEqualTo(seal.seal(text)).doesNotContain("eyJhbGciOiJFUzI1NiJ9.");
    }

    @Test
    void theFirstSecretSealsAndAllOpen() {
        Seal rotated = new Seal(List.of(OTHER, SECRET), "test");
        assertThat(rotated.open(seal.seal("x"))).isEqualTo("x");
        assertThat(seal.open(rotated.seal("x"))).isNull();
        assertThat(new Seal(List.of(OTHER), "test").open(rotated.seal("x"))).isEqualTo("x");
    }

    @Test
    void aSealIsForOnePurpose() {
        assertThat(new Seal(List.of(SECRET), "other").open(seal.seal("x"))).isNull();
    }

    @Test
    void noOctetCanBeChanged() {
        String sealed = seal.seal("some text");
        for (int i = 0; i < sealed.length() - 1; i++) {
            char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
            // The last character of a part may have bits that stand for nothing.
            boolean last = sealed.charAt(i + 1) == '.';
            if (!last) {
                assertThat(seal.open(sealed.substring(0, i) + other + sealed.substring(i + 1)))
                        .as("changed at %d", i)
                        .isNull();
            }
        }
    }

    @Test
    void whatIsNoSealOpensNothing() throws Exception {
        JsonWebEncryption wrapped = new JsonWebEncryption();
        wrapped.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        wrapped.setAlgorithmHeaderValue("A256KW");
        wrapped.setEncryptionMethodHeaderParameter("A256GCM");
        wrapped.setKey(new AesKey(new byte[32]));
        wrapped.setPayload("x");
        for (String text : List.of("", ".", "....", "x", "a.b.c", "a.b.c.d.e", wrapped.getCompactSerialization())) {
            assertThat(seal.open(text)).as(text).isNull();
        }
    }

    @Test
    void aHeaderOfOtherTypesOpensNothing() {
        for (String header : List.of(
                "{\"alg\":5,\"enc\":\"A256GCM\"}",
                "{\"alg\":\"dir\",\"enc\":5}",
                "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"crit\":[5]}",
                "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"crit\":5}",
                "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"zip\":5}",
                "{\"alg\":null,\"enc\":null}",
                "[]",
                "5")) {
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(US_ASCII));
            for (String rest : List.of("..x.y.z", "..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA")) {
                assertThat(seal.open(text + rest)).as(header).isNull();
            }
        }
    }

    @Test
    void aShortSecretIsRefused() {
        assertThatThrownBy(() -> new Seal(List.of(SECRET, "short"), "test"))
                .hasMessageContaining("pullway.sign-in.cookie-secrets");
        assertThatThrownBy(() -> new Seal(List.of(), "test")).hasMessageContaining("pullway.sign-in.cookie-secrets");
    }
}
