package io.pullway.server.test;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Filters and a mapper around {@link ThingsResource}. */
public class ThingsFilters {
    @ServerRequestFilter
    public void before(ContainerRequestContext request) {
        request.setProperty("seen", request.getHeaderString("x-asked"));
    }

    @ServerResponseFilter
    public void after(ContainerRequestContext request, ContainerResponseContext response) {
        Object seen = request.getProperty("seen");
        if (seen != null) {
            response.getHeaders().add("x-seen", seen);
        }
    }

    @ServerExceptionMapper
    public Response map(IllegalStateException e) {
        return Response.status(418).entity(e.getMessage()).build();
    }
}
