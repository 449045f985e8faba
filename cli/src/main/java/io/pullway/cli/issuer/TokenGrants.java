package io.pullway.cli.issuer;

import io.pullway.cli.streams.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;

/**
 * What the token endpoint gives (RFC 6749 sections 4.1.3 and 6): an access token, a refresh token and, for a code, an
 * ID token. Refresh tokens are signed, too, and good for this issuer alone, so that sessions outlive its end.
 */
public final class TokenGrants {
    private static final Duration REFRESH_LIFE = Duration.ofDays(1);
    private static final String FOR_REFRESH = "pullway-issuer";

    private final IssuerFolder keys;
    private final Codes codes;
    private final Terms terms;

    /**
     * How it issues.
     *
     * @param issuer {@code iss} of all tokens
     * @param audience {@code aud} of access tokens
     * @param clientId who may ask; {@code aud} of ID tokens
     * @param valid from now to {@code exp} of access tokens
     */
    public record Terms(String issuer, String audience, String clientId, Duration valid) {}

    TokenGrants(IssuerFolder keys, Codes codes, Terms terms) {
        this.keys = keys;
        this.codes = codes;
        this.terms = terms;
    }

    /** The members of the answer; {@code error} is among them if nothing is given. */
    Map<String, Object> answer(Map<String, String> form) throws RefusedException, IOException {
        if (!terms.clientId().equals(form.get("client_id"))) {
            return Map.of("error", "invalid_client");
        }
        return switch (form.getOrDefault("grant_type", "")) {
            case "authorization_code" -> forCode(form);
            case "refresh_token" -> forRefreshToken(form.getOrDefault("refresh_token", ""));
            default -> Map.of("error", "unsupported_grant_type");
        };
    }

    private Map<String, Object> forCode(Map<String, String> form) throws RefusedException {
        Codes.Given given = codes.take(
                form.getOrDefault("code", ""),
                form.getOrDefault("redirect_uri", ""),
                form.getOrDefault("code_verifier", ""));
        if (given == null) {
            return Map.of("error", "invalid_grant");
        }
        Map<String, Object> answer = tokens(given.person());
        JwtClaims more = new JwtClaims();
        more.setClaim("name", given.person().name());
        if (given.request().nonce() != null) {
            more.setClaim("nonce", given.request().nonce());
        }
        answer.put(
                "id_token",
                token(given.person(), terms.clientId(), terms.valid()).signedWith(keys.signingKey(), more));
        return answer;
    }

    private Map<String, Object> forRefreshToken(String refreshToken) throws RefusedException, IOException {
        try {
            JwtClaims claims = new JwtConsumerBuilder()
                    .setVerificationKeyResolver(new JwksVerificationKeyResolver(
                            new JsonWebKeySet(Files.readString(keys.published())).getJsonWebKeys()))
                    .setExpectedIssuer(terms.issuer())
                    .setExpectedAudience(FOR_REFRESH)
                    .setRequireExpirationTime()
                    .build()
                    .processToClaims(refreshToken);
            Person person = Person.of(claims.getSubject());
            return person == null ? Map.of("error", "invalid_grant") : tokens(person);
        } catch (InvalidJwtException | MalformedClaimException | JoseException e) {
            return Map.of("error", "invalid_grant");
        }
    }

    private Map<String, Object> tokens(Person person) throws RefusedException {
        PublicJsonWebKey key = keys.signingKey();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "access_token", token(person, terms.audience(), terms.valid()).signedWith(key));
        answer.put("token_type", "Bearer");
        answer.put("expires_in", terms.valid().toSeconds());
        answer.put("scope", "openid profile");
        answer.put(
                "refresh_token",
                new TokenRequest(person.subject(), List.of(), REFRESH_LIFE, terms.issuer(), FOR_REFRESH)
                        .signedWith(key));
        return answer;
    }

    private TokenRequest token(Person person, String audience, Duration valid) {
        return new TokenRequest(person.subject(), person.roles(), valid, terms.issuer(), audience);
    }
}
