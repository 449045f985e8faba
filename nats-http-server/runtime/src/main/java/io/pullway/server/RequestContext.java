package io.pullway.server;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What an application may know of the request that it works on, beyond HTTP.
 *
 * @param requestId the platform's identity of the request, the same at every delivery
 * @param deliveries how often JetStream has delivered it, 1 for the first time
 * @param instance name of this instance
 * @param target below the API root, byte for byte as the client sent it
 * @param cancellation see {@link #cancelled()}
 */
public record RequestContext(
        String requestId, long deliveries, String instance, String target, BooleanSupplier cancellation) {
    private static final Object KEY = RequestContext.class;

    static RequestContext of(Delivery delivery) {
        return new RequestContext(
                delivery.request().envelope().requestId().text(),
                delivery.info().deliveries(),
                delivery.rules().replies().instance(),
                delivery.request().target(),
                delivery::isCancelled);
    }

    /**
     * The context of the request that the calling thread works on: event loop, worker or virtual thread.
     * Empty for a request that came by the ordinary port of dev mode or a test, and outside a request.
     */
    public static Optional<RequestContext> current() {
        Context context = Vertx.currentContext();
        return context == null ? Optional.empty() : Optional.ofNullable(context.getLocal(KEY));
    }

    /**
     * Whether the client has gone, so that nobody will read the answer. May become true at any time while the
     * request runs; long work may ask now and then, and stop. Always false for keyed and asynchronous requests,
     * whose answers are kept. Any thread.
     */
    public boolean cancelled() {
        return cancellation.getAsBoolean();
    }

    void storeIn(Context duplicatedContext) {
        duplicatedContext.putLocal(KEY, this);
    }
}
