package io.pullway.server;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Optional;

/**
 * What an application may know of the request that it works on, beyond HTTP.
 *
 * @param requestId the platform's identity of the request, the same at every delivery
 * @param deliveries how often JetStream has delivered it, 1 for the first time
 * @param instance name of this instance
 * @param target below the API root, byte for byte as the client sent it
 */
public record RequestContext(String requestId, long deliveries, String instance, String target) {
    private static final Object KEY = RequestContext.class;

    /**
     * The context of the request that the calling thread works on: event loop, worker or virtual thread.
     * Empty for a request that came by the ordinary port of dev mode or a test, and outside a request.
     */
    public static Optional<RequestContext> current() {
        Context context = Vertx.currentContext();
        return context == null ? Optional.empty() : Optional.ofNullable(context.getLocal(KEY));
    }

    void storeIn(Context duplicatedContext) {
        duplicatedContext.putLocal(KEY, this);
    }
}
