package io.pullway.rating.keys;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Takes API keys from the field {@code X-API-Key}: a field of its own, OpenAPI's scheme {@code apiKey}. In
 * {@code Authorization: Bearer} everybody who verifies tokens, a gateway before us first of all, would take it for a
 * broken one. Where both come, the token counts.
 */
@Singleton
class ApiKeyMechanism implements HttpAuthenticationMechanism {
    static final String FIELD = "X-API-Key";

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext exchange, IdentityProviderManager identities) {
        String presented = exchange.request().getHeader(FIELD);
        if (presented == null) {
            return Uni.createFrom().nullItem();
        }
        return identities.authenticate(
                HttpSecurityUtils.setRoutingContextAttribute(new ApiKeyRequest(presented), exchange));
    }

    /** The one of tokens stands for both: no challenge is known for a field of one's own. */
    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext exchange) {
        return Uni.createFrom().nullItem();
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(ApiKeyRequest.class);
    }

    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY - 1;
    }
}
