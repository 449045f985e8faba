package io.pullway.proxy.signin;

import io.quarkus.oidc.AuthorizationCodeTokens;
import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.Oidc;
import io.quarkus.oidc.OidcConfigurationMetadata;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.runtime.OidcProvider;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.quarkus.oidc.runtime.TenantConfigBean;
import io.quarkus.oidc.runtime.TenantConfigContext;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jose4j.jwt.consumer.InvalidJwtException;

/**
 * The OIDC provider, as quarkus-oidc speaks to it: discovery, its keys, the token endpoint, authentication of the
 * client. The only class that knows quarkus-oidc, some of it classes that Quarkus does not promise to keep
 * (OidcProvider, TenantConfigBean). Methods may block for as long as a call takes: never on an event loop.
 */
@Singleton
public final class OidcIssuer {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final SignInConfig config;
    private final Instance<TenantConfigBean> tenants;

    OidcIssuer(SignInConfig config, Instance<TenantConfigBean> tenants) {
        this.config = config;
        this.tenants = tenants;
    }

    /** Before quarkus-oidc reads its own configuration, in which the tenant is disabled. */
    void configure(@Observes Oidc oidc) {
        if (config.issuer().isPresent()) {
            var tenant = OidcTenantConfig.authServerUrl(config.issuer().get())
                    .applicationType(ApplicationType.WEB_APP)
                    .clientId(config.clientId())
                    .connectionTimeout(CONNECT_LIMIT)
                    // Of its own session cookie, which is never made: it would warn that it has no secret for it.
                    .tokenStateManager()
                    .encryptionRequired(false)
                    .end();
            config.clientSecret().ifPresent(tenant::credentials);
            oidc.create(tenant.build());
        }
    }

    /** Where browsers are sent to; null while the provider cannot be reached. */
    String authorizationUri() {
        try {
            return metadata().getAuthorizationUri();
        } catch (RuntimeException e) {
            return null;
        }
    }

    /**
     * Where browsers may be sent to after they have signed out here; null where there is no such place, or the
     * provider was never reached. Does not block.
     */
    public String endSessionUri() {
        TenantConfigContext context = tenants.get().getDefaultTenant();
        return context.ready() ? context.provider().getMetadata().getEndSessionUri() : null;
    }

    /** Exchanges a code, and verifies the ID token that comes with the others (OpenID Connect Core section 3.1.3.7). */
    Grant exchange(String code, String redirectUri, String codeVerifier, String nonce) {
        try {
            OidcProvider provider = provider();
            Grant.Tokens tokens = tokens(await(provider.getCodeFlowTokens(code, redirectUri, codeVerifier)));
            if (tokens.idToken() == null || tokens.accessToken() == null) {
                return new Grant.Refused("its answer lacks the ID token or the access token");
            }
            verify(provider, tokens.idToken(), nonce);
            return tokens;
        } catch (InvalidJwtException e) {
            return new Grant.Refused(IssuerComplaint.of(e));
        } catch (RuntimeException e) {
            return failure(e);
        }
    }

    Grant refresh(String refreshToken) {
        try {
            Grant.Tokens tokens = tokens(await(provider().refreshTokens(refreshToken)));
            return tokens.accessToken() == null ? new Grant.Refused("its answer lacks the access token") : tokens;
        } catch (RuntimeException e) {
            return failure(e);
        }
    }

    /** Tells the provider that the refresh token is not needed any more. @return whether it took notice */
    public boolean revoke(String refreshToken) {
        try {
            return await(context().getOidcProviderClient().revokeRefreshToken(refreshToken));
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static void verify(OidcProvider provider, String idToken, String nonce) throws InvalidJwtException {
        try {
            provider.verifyJwtToken(idToken, true, true, nonce);
        } catch (InvalidJwtException e) {
            // Perhaps of a key that is newer than what was read; it does not ask the provider too often.
            try {
                await(provider.refreshJwksAndVerifyJwtToken(idToken, true, true, nonce));
            } catch (RuntimeException again) {
                throw e;
            }
        }
    }

    /** The message of an {@link OIDCException} is the answer, or one of the library where none came. */
    private static Grant failure(RuntimeException e) {
        return e instanceof OIDCException && e.getMessage() != null
                ? IssuerComplaint.ofAnswer(e.getMessage())
                : IssuerComplaint.ofFailure(e);
    }

    private static Grant.Tokens tokens(AuthorizationCodeTokens tokens) {
        return new Grant.Tokens(tokens.getAccessToken(), tokens.getRefreshToken(), tokens.getIdToken());
    }

    private OidcConfigurationMetadata metadata() {
        return provider().getMetadata();
    }

    private OidcProvider provider() {
        return context().provider();
    }

    /** Where the provider was away so far, it is asked again. */
    private TenantConfigContext context() {
        TenantConfigContext context = tenants.get().getDefaultTenant();
        return context.ready() ? context : await(context.initialize());
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(LIMIT);
    }
}
