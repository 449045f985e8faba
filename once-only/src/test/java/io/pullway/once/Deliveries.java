package io.pullway.once;

import io.pullway.wire.DeliveryInfo;
import io.pullway.wire.GiveBack;
import io.pullway.wire.RequestId;
import io.vertx.core.Vertx;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands for the server extension, which puts the request's id into the context, and a place for the wish
 * to give it back; and is a response filter of an application, which says in a field how often it ran.
 */
@Provider
public class Deliveries implements ContainerRequestFilter, ContainerResponseFilter {
    static final String ID = "test-request-id";
    static final String COUNT = "test-deliveries";
    static final String GIVEN_BACK = "test-given-back";
    static final String FILTERED = "test-filtered";
    private static final AtomicInteger RUNS = new AtomicInteger();

    @Override
    public void filter(ContainerRequestContext request) {
        String id = request.getHeaderString(ID);
        if (id != null) {
            String count = request.getHeaderString(COUNT);
            Vertx.currentContext().putLocal(RequestId.class, RequestId.parse(id));
            Vertx.currentContext().putLocal(GiveBack.class, new GiveBack());
            Vertx.currentContext()
                    .putLocal(DeliveryInfo.class, new DeliveryInfo(count == null ? 1 : Long.parseLong(count), 1, 0));
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders().putSingle(FILTERED, RUNS.incrementAndGet());
        GiveBack wish = Vertx.currentContext().getLocal(GiveBack.class);
        if (wish != null) {
            wish.delay().ifPresent(delay -> response.getHeaders().putSingle(GIVEN_BACK, delay.toString()));
        }
    }
}
