package io.pullway.proxy;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while connected to NATS. Not being so is no reason to end the process: it connects again. */
@Readiness
@Singleton
final class ProxyReadiness implements HealthCheck {
    private final Proxy proxy;

    ProxyReadiness(Proxy proxy) {
        this.proxy = proxy;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("connected to NATS")
                .status(proxy.isConnected())
                .build();
    }
}
