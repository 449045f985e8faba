package io.pullway.proxy.signin;

import io.pullway.proxy.identity.RolesClaim;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Who signed in with a browser, and the tokens that it is not given.
 *
 * @param accessToken a JWT; who reads its claims here relies on the seal of the cookie, services verify it
 * @param refreshToken null if the provider gave none
 * @param name for people; may be null
 * @param binding digest of the cookie that the browser got beside this one, to have it no longer than this sign-in
 * @param untilMillis when one has to sign in again at the latest, in milliseconds since 1970
 */
record Session(String accessToken, String refreshToken, String name, String binding, long untilMillis) {
    /** So long before its end a token is refreshed at the earliest. */
    private static final long EARLY_MILLIS = 30_000;

    String subject() {
        return claims().getString("sub");
    }

    /** Whether it is of the browser that has this cookie; null for none. */
    boolean isBoundBy(String cookie) {
        return cookie != null && RandomValue.digest(cookie).equals(binding);
    }

    List<String> roles(RolesClaim claim) {
        return claim.in(claims().getMap());
    }

    /** When the access token ends, in milliseconds since 1970. */
    long expiresMillis() {
        return claims().getLong("exp", 0L) * 1_000;
    }

    /** From when on it is better to have a new access token: 30 s before its end, less of a short-lived one. */
    long dueMillis() {
        JsonObject claims = claims();
        long ends = claims.getLong("exp", 0L) * 1_000;
        long life = ends - claims.getLong("iat", 0L) * 1_000;
        return ends - Math.min(EARLY_MILLIS, Math.max(0, life / 4));
    }

    /** With what a refresh gave; a provider that keeps the refresh token gives none anew. */
    Session refreshed(Grant.Tokens tokens) {
        String refresh = tokens.refreshToken() == null ? refreshToken : tokens.refreshToken();
        return new Session(tokens.accessToken(), refresh, name, binding, untilMillis);
    }

    String text() {
        return new JsonObject()
                .put("a", accessToken)
                .put("r", refreshToken)
                .put("n", name)
                .put("b", binding)
                .put("u", untilMillis)
                .encode();
    }

    /** Of what {@link #text} gave. */
    static Session of(String text) {
        JsonObject json = new JsonObject(text);
        return new Session(
                json.getString("a"), json.getString("r"), json.getString("n"), json.getString("b"), json.getLong("u"));
    }

    private JsonObject claims() {
        return claims(accessToken);
    }

    /** @return none of what is no JWT */
    static JsonObject claims(String token) {
        String[] parts = token.split("\\.");
        return parts.length == 3
                ? new JsonObject(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
                : new JsonObject();
    }

    /** Without the tokens. */
    @Override
    public String toString() {
        return "Session[subject=" + subject() + ", untilMillis=" + untilMillis + "]";
    }
}
