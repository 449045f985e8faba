package io.pullway.proxy.identity;

import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** Makes keys, and tokens of any kind, good ones and forged ones. */
final class TestIssuer {
    static final String ISSUER = "https://issuer.example";
    static final String AUDIENCE = "pullway";

    /** As they are where nothing but issuer and audience is configured. */
    static final TokenRules RULES = new TokenRules(ISSUER, AUDIENCE, Set.of("RS256", "ES256"), RolesClaim.at("groups"));

    private TestIssuer() {}

    static PublicJsonWebKey ec(String id) throws JoseException {
        return named(EcJwkGenerator.generateJwk(EllipticCurves.P256), id);
    }

    static PublicJsonWebKey rsa(String id) throws JoseException {
        return named(RsaJwkGenerator.generateJwk(2048), id);
    }

    static PublicJsonWebKey named(PublicJsonWebKey key, String id) {
        key.setKeyId(id);
        return key;
    }

    static String jwks(PublicJsonWebKey... keys) {
        return new JsonWebKeySet(Arrays.asList(keys)).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }

    /** Claims of a token that is good for an hour, changed. */
    static JwtClaims claims(Consumer<JwtClaims> change) {
        NumericDate now = NumericDate.now();
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setSubject("ada");
        claims.setAudience(AUDIENCE);
        claims.setIssuedAt(now);
        claims.setExpirationTime(NumericDate.fromSeconds(now.getValue() + 3_600));
        claims.setGeneratedJwtId();
        change.accept(claims);
        return claims;
    }

    static String token(PublicJsonWebKey key) throws JoseException {
        return token(key, claims(any -> {}));
    }

    static String token(PublicJsonWebKey key, JwtClaims claims) throws JoseException {
        return signed(key.getKeyType().equals("EC") ? "ES256" : "RS256", key.getPrivateKey(), key.getKeyId(), claims);
    }

    static String signed(String algorithm, Key key, String keyId, JwtClaims claims) throws JoseException {
        JsonWebSignature token = new JsonWebSignature();
        token.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        token.setAlgorithmHeaderValue(algorithm);
        if (keyId != null) {
            token.setKeyIdHeaderValue(keyId);
        }
        token.setKey(key);
        token.setDoKeyValidation(false);
        token.setPayload(claims.toJson());
        return token.getCompactSerialization();
    }

    /** The token with another header and the same signature. */
    static String withHeader(String token, String header) {
        return base64(header) + token.substring(token.indexOf('.'));
    }

    static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
