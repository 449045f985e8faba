package io.pullway.rating.identity;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jboss.logging.Logger;

/** Refuses a place of keys where anybody on the way could change them; says so where no token will be believed. */
@Singleton
class IdentityAtStart {
    private static final Logger LOG = Logger.getLogger(IdentityAtStart.class);
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "[::1]", "localhost");

    private final IdentityConfiguration configuration;

    IdentityAtStart(IdentityConfiguration configuration) {
        this.configuration = configuration;
    }

    void check(@Observes StartupEvent starting) {
        configuration
                .jwks()
                .ifPresentOrElse(
                        IdentityAtStart::check,
                        () -> LOG.warn(
                                "event=no-identity reason=\"pullway.identity.jwks is not set: everything but public reads is refused\""));
    }

    static void check(String jwks) {
        if (!isAllowed(jwks)) {
            throw new ConfigurationException("pullway.identity.jwks is " + jwks
                    + "; allowed: https://…, http:// on 127.0.0.1, ::1 or localhost, file:… (PULLWAY_IDENTITY_JWKS)");
        }
    }

    private static boolean isAllowed(String jwks) {
        if (jwks.startsWith("file:")) {
            // What follows is taken for a path as it stands, blanks and all.
            return true;
        }
        try {
            URI place = new URI(jwks);
            return switch (place.getScheme()) {
                case "https" -> place.getHost() != null;
                case "http" -> place.getHost() != null && THIS_MACHINE.contains(place.getHost());
                case null, default -> false;
            };
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
