package io.pullway.once;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.HashSet;
import java.util.Set;

/**
 * Answers with what is stored, the first time as well as at every replay: so both go the same way. The first
 * of all response filters (they run in descending order of priority); those of the application follow and see
 * the body as bytes.
 */
@Provider
@Priority(Integer.MAX_VALUE)
public final class StoredAnswerFilter implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(request.getProperty(RestExchange.ANSWER) instanceof StoredAnswer answer)) {
            return;
        }
        request.removeProperty(RestExchange.ANSWER);
        response.setStatus(answer.status());
        if (answer.body() != null) {
            response.setEntity(answer.body(), response.getEntityAnnotations(), contentType(answer));
        }
        Set<String> replaced = new HashSet<>();
        for (StoredAnswer.Header header : answer.headers()) {
            if (replaced.add(header.name())) {
                response.getHeaders().remove(header.name());
            }
            response.getHeaders().add(header.name(), header.value());
        }
    }

    private static MediaType contentType(StoredAnswer answer) {
        return answer.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase(HttpHeaders.CONTENT_TYPE))
                .map(header -> MediaType.valueOf(header.value()))
                .findFirst()
                .orElse(MediaType.APPLICATION_OCTET_STREAM_TYPE);
    }
}
