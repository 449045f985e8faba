package io.pullway.server;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerResponseFilter;

/**
 * Tells the length of the body that a HEAD request does not get (RFC 9110 section 9.3.2). Quarkus REST
 * would not write the entity, so nobody would know its length: it is written as that of the GET, Vert.x
 * counts and drops it.
 */
@Singleton
public final class HeadLength implements ResteasyReactiveContainerResponseFilter {
    private static final int BEFORE_ROUTES = 1_000;

    void install(@Observes Filters filters) {
        filters.register(HeadLength::watch, BEFORE_ROUTES);
    }

    /** The last of all response filters; the others still see a HEAD. */
    @Override
    public void filter(ResteasyReactiveContainerRequestContext request, ContainerResponseContext response) {
        boolean head = request.getMethod().equals("HEAD");
        if (head && request.getServerRequestContext() instanceof ResteasyReactiveRequestContext context) {
            context.setMethod("GET");
        }
    }

    private static void watch(RoutingContext routing) {
        if (routing.request().method() == HttpMethod.HEAD) {
            HttpServerResponse response = routing.response();
            routing.addHeadersEndHandler(before -> {
                boolean whole = response.bytesWritten() > 0 && !response.isChunked();
                if (whole && !response.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
                    response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(response.bytesWritten()));
                }
            });
        }
        routing.next();
    }
}
