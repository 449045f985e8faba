package io.pullway.moderation;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;

/** Says in {@code Allow} which methods the one path has: Quarkus REST leaves it out of a 405 (RFC 9110 §15.5.6). */
@Provider
public class AllowedMethods implements ContainerResponseFilter {
    private static final String METHODS = "GET, HEAD, OPTIONS, POST";

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() == Status.METHOD_NOT_ALLOWED.getStatusCode()) {
            response.getHeaders().putSingle(HttpHeaders.ALLOW, METHODS);
        }
    }
}
