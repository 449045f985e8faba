package io.pullway.server;

import jakarta.inject.Singleton;

/** What the platform knows of the application beyond its answers. Safe for all threads. */
@Singleton
public final class ServedApplication {
    private final OnceOnlyMethods onceOnly;
    private final ApiDescription description;

    ServedApplication(OnceOnlyMethods onceOnly, ApiDescription description) {
        this.onceOnly = onceOnly;
        this.description = description;
    }

    /** Methods that may be run again although they are unsafe. */
    OnceOnlyMethods onceOnly() {
        return onceOnly;
    }

    ApiDescription description() {
        return description;
    }
}
