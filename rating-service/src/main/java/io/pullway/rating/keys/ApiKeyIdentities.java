package io.pullway.rating.keys;

import io.pullway.rating.identity.Roles;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Whoever presents an API key acts as its owner, with the role {@code user} and no other. */
@Singleton
class ApiKeyIdentities implements IdentityProvider<ApiKeyRequest> {
    private final ApiKeys keys;

    ApiKeyIdentities(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    public Class<ApiKeyRequest> getRequestType() {
        return ApiKeyRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(ApiKeyRequest request, AuthenticationRequestContext context) {
        return context.runBlocking(() -> KeySecret.parse(request.presented())
                .flatMap(keys::subjectOf)
                .map(ApiKeyIdentities::identity)
                .orElseThrow(() -> new AuthenticationFailedException("no such API key")));
    }

    private static SecurityIdentity identity(String subject) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(subject))
                .addRole(Roles.USER)
                .build();
    }
}
