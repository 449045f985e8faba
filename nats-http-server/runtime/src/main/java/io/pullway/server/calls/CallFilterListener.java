package io.pullway.server.calls;

import io.quarkus.arc.Arc;
import io.quarkus.arc.InstanceHandle;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.spi.RestClientListener;

/** Gives every REST client that is built its {@link CallFilter}, as the last of its request filters. */
public final class CallFilterListener implements RestClientListener {
    @Override
    public void onNewClient(Class<?> serviceInterface, RestClientBuilder builder) {
        InstanceHandle<CallFilter> filter = Arc.container().instance(CallFilter.class);
        if (filter.isAvailable()) {
            builder.register(filter.get(), Integer.MAX_VALUE);
        }
    }
}
