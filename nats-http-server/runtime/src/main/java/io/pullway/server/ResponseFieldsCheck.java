package io.pullway.server;

import io.pullway.wire.FieldLines;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerResponseFilter;

/**
 * Ends the exchange when the application made a field that HTTP does not allow. Vert.x throws at such a
 * field, Quarkus REST answers with the same fields again, and nobody ever answers. The connection is
 * closed instead; the client is told {@code bad-answer}.
 */
@Singleton
public final class ResponseFieldsCheck implements ResteasyReactiveContainerResponseFilter {
    private static final Logger LOG = Logger.getLogger(ResponseFieldsCheck.class);

    @Override
    public void filter(ResteasyReactiveContainerRequestContext request, ContainerResponseContext response) {
        for (Map.Entry<String, List<Object>> field : response.getHeaders().entrySet()) {
            for (Object value : field.getValue()) {
                if (!FieldLines.isLegal(field.getKey(), String.valueOf(value))) {
                    LOG.warnf("event=bad-answer reason=\"a field that HTTP does not allow\"");
                    response.getHeaders().clear();
                    response.setEntity(null);
                    hangUp(request);
                    return;
                }
            }
        }
    }

    private static void hangUp(ResteasyReactiveContainerRequestContext request) {
        if (request.getServerRequestContext() instanceof ResteasyReactiveRequestContext context) {
            context.serverRequest().unwrap(HttpServerRequest.class).connection().close();
        }
    }
}
