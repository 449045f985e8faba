package io.pullway.rating.identity;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Tells the request that a thread works on for whom it acts. Any thread of a request may call; never blocks there. */
@Singleton
public class Callers {
    private final SecurityIdentity identity;

    Callers(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** Empty for a request without credentials. */
    public Optional<Caller> current() {
        return Optional.ofNullable(identity.getAttribute(CallerOfIdentity.ATTRIBUTE));
    }

    /** Whether a token says who asks, which other services can verify, too; an API key is known here only. */
    public boolean haveToken() {
        return identity.getPrincipal() instanceof JsonWebToken;
    }

    /** @throws IllegalStateException if the method that asks is open to everybody */
    public Caller required() {
        return current().orElseThrow(() -> new IllegalStateException("no caller: let the method have @RolesAllowed"));
    }
}
