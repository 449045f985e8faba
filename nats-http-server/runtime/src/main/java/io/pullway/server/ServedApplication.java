package io.pullway.server;

import io.pullway.server.calls.ServiceCalls;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What the platform knows of the application beyond its answers. Safe for all threads. */
@Singleton
public final class ServedApplication {
    private final OnceOnlyMethods onceOnly;
    private final ApiDescription description;
    private final Instance<ServiceCalls> calls;

    /** @param calls none in an application without a REST client */
    ServedApplication(OnceOnlyMethods onceOnly, ApiDescription description, Instance<ServiceCalls> calls) {
        this.onceOnly = onceOnly;
        this.description = description;
        this.calls = calls;
    }

    /** Methods that may be run again although they are unsafe. */
    OnceOnlyMethods onceOnly() {
        return onceOnly;
    }

    ApiDescription description() {
        return description;
    }

    /** Those that it makes of other services. */
    Optional<ServiceCalls> calls() {
        return calls.isUnsatisfied() ? Optional.empty() : Optional.of(calls.get());
    }
}
