package io.pullway.server.identity;

import io.pullway.wire.TokenAlgorithms;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start where tokens could be signed with what proves nothing; SmallRye JWT would take an HMAC. */
@Singleton
public class AlgorithmsAtStart {
    private final Optional<List<String>> algorithms;

    AlgorithmsAtStart(@ConfigProperty(name = "pullway.identity.algorithms") Optional<List<String>> algorithms) {
        this.algorithms = algorithms;
    }

    void check(@Observes StartupEvent starting) {
        try {
            algorithms.ifPresent(TokenAlgorithms::checked);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage());
        }
    }
}
