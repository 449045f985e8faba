package io.pullway.proxy.signin;

import io.pullway.proxy.identity.RolesClaim;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** Sessions of Ada's, begun at one moment, as her browser shows them. */
final class TestSession {
    /** When they began, in milliseconds since 1970. */
    static final long BEGUN = 1_000_000_000_000L;

    /** In milliseconds. */
    static final long MINUTE = 60_000;

    /** Where the tokens have the roles. */
    static final RolesClaim ROLES = RolesClaim.at("realm/roles");

    /** What the other cookie of her browser holds. */
    static final String BINDING = RandomValue.next();

    private TestSession() {}

    static BrowserCookies cookies(String session) {
        return BrowserCookies.of(List.of("__Host-pullway-session=" + session + "; __Host-pullway-binding=" + BINDING));
    }

    static Session session(long lifeMillis, String refreshToken) {
        return new Session(
                token(lifeMillis),
                refreshToken,
                "Ada",
                RandomValue.digest(BINDING),
                BEGUN + Duration.ofHours(12).toMillis());
    }

    /** Not signed: that is looked at by others. */
    static String token(long lifeMillis) {
        String claims = new JsonObject()
                .put("sub", "ada")
                .put("iat", BEGUN / 1_000)
                .put("exp", (BEGUN + lifeMillis) / 1_000)
                .put("realm", new JsonObject().put("roles", List.of("user", "admin")))
                .encode();
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".x";
    }
}
