package io.pullway.rating.identity;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import java.util.Optional;

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

    /** @throws IllegalStateException if the method that asks is open to everybody */
    public Caller required() {
        return current().orElseThrow(() -> new IllegalStateException("no caller: let the method have @RolesAllowed"));
    }
}
