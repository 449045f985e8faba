package io.pullway.server.test;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Uses a request-scoped bean on the event loop, as checks of tokens do: Quarkus then runs a blocking method on a copy of
 * the request's Vert.x context.
 */
public class RequestScopeFilter {
    /** Anything of this scope. */
    @RequestScoped
    static class Seen {
        private String method;

        void say(String of) {
            method = of;
        }

        @Override
        public String toString() {
            return "seen: " + method;
        }
    }

    @Inject
    Seen seen;

    @ServerRequestFilter(nonBlocking = true)
    public void before(ContainerRequestContext request) {
        seen.say(request.getMethod());
    }
}
