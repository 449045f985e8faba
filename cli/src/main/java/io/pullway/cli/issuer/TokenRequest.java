package io.pullway.cli.issuer;

import java.time.Duration;
import java.util.List;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * What a token is to say, in the claims of MicroProfile JWT.
 *
 * @param user {@code sub}
 * @param roles {@code groups}
 * @param valid from now to {@code exp}, in whole seconds
 */
public record TokenRequest(String user, List<String> roles, Duration valid, String issuer, String audience) {

    /** The token, signed with ES256, in its compact form. */
    public String signedWith(PublicJsonWebKey key) {
        return signedWith(key, new JwtClaims());
    }

    /** The same with more claims. */
    String signedWith(PublicJsonWebKey key, JwtClaims more) {
        NumericDate now = NumericDate.now();
        NumericDate end = NumericDate.fromSeconds(now.getValue() + valid.toSeconds());
        JwtClaims claims = new JwtClaims();
        more.getClaimsMap().forEach(claims::setClaim);
        claims.setIssuer(issuer);
        claims.setSubject(user);
        claims.setAudience(audience);
        claims.setIssuedAt(now);
        claims.setExpirationTime(end);
        claims.setGeneratedJwtId();
        claims.setStringListClaim("groups", roles);
        JsonWebSignature token = new JsonWebSignature();
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        token.setHeader("typ", "JWT");
        token.setKeyIdHeaderValue(key.getKeyId());
        token.setKey(key.getPrivateKey());
        token.setPayload(claims.toJson());
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("a P-256 key signs everything", e);
        }
    }
}
