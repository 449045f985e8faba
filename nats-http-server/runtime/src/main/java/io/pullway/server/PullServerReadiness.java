package io.pullway.server;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while requests are pulled; switched off (in tests) counts as ready, there is nothing to wait for. */
@Readiness
@Singleton
public final class PullServerReadiness implements HealthCheck {
    private final PullServer server;

    PullServerReadiness(PullServer server) {
        this.server = server;
    }

    @Override
    public HealthCheckResponse call() {
        String reason = server.notReady();
        return HealthCheckResponse.named("pulling requests from NATS")
                .status(reason == null)
                .withData("reason", reason == null ? "" : reason)
                .build();
    }
}
