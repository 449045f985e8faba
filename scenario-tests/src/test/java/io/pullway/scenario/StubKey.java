package io.pullway.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Map;

/** A key that signs tokens. @param id under which it is published */
record StubKey(String id, KeyPair pair) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A new one. */
    static StubKey made(String id) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2_048);
            return new StubKey(id, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    /** A token with these claims (RFC 7515 section 7.1). */
    String sign(Map<String, Object> claims) {
        String text = base64(json(Map.of("alg", "RS256", "kid", id))) + "." + base64(json(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(text.getBytes(UTF_8));
            return text + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA256withRSA", e);
        }
    }

    /** What may be known of it (RFC 7517 section 4). */
    Map<String, Object> jwk() {
        RSAPublicKey known = (RSAPublicKey) pair.getPublic();
        return Map.of(
                "kty",
                "RSA",
                "kid",
                id,
                "n",
                base64(known.getModulus().toByteArray()),
                "e",
                base64(known.getPublicExponent().toByteArray()));
    }

    private static byte[] json(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps are JSON", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
