package io.pullway.rating.events;

import io.pullway.events.OutboxPublisher;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;

/** Has what a request did told at once. Filters run when the transaction of the method has been committed. */
@Provider
public class CommittedEvents implements ContainerResponseFilter {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final OutboxPublisher publisher;

    CommittedEvents(OutboxPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!SAFE.contains(request.getMethod())) {
            publisher.wake();
        }
    }
}
