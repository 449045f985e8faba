package io.pullway.rating;

import io.pullway.wire.RequestId;
import io.vertx.core.Vertx;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/** Stands for the server extension, which puts the id of a request into the context: two with one id are one request. */
@Provider
public class Deliveries implements ContainerRequestFilter {
    static final String ID = "test-request-id";

    @Override
    public void filter(ContainerRequestContext request) {
        String id = request.getHeaderString(ID);
        if (id != null) {
            Vertx.currentContext().putLocal(RequestId.class, RequestId.parse(id));
        }
    }
}
