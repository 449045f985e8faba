package io.pullway.rating.web;

import io.pullway.rating.database.Versioned;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/**
 * Which version of a resource a request is meant for: {@code If-Match} and {@code If-None-Match} (RFC 9110 §13).
 * Judged when the resource has been found (what is not there is 404, whatever the conditions: §13.2.1), and inside
 * the resource method: an answer that {@code @OnceOnly} repeats is not judged again.
 *
 * <p>Dates are not compared, because no answer has a {@code Last-Modified}.
 */
public final class Conditions {
    private final Optional<EntityTags> ifMatch;
    private final Optional<EntityTags> ifNoneMatch;

    private Conditions(Optional<EntityTags> ifMatch, Optional<EntityTags> ifNoneMatch) {
        this.ifMatch = ifMatch;
        this.ifNoneMatch = ifNoneMatch;
    }

    /** @throws WebApplicationException 400 if a field is no list of entity tags */
    public static Conditions of(HttpHeaders request) {
        return new Conditions(tags(request, HttpHeaders.IF_MATCH), tags(request, HttpHeaders.IF_NONE_MATCH));
    }

    /**
     * Answers GET and HEAD: 200, or 304 if the client has it already.
     *
     * @throws WebApplicationException 404, or 412 if it is not what the client wants
     */
    public Response answer(Optional<? extends Versioned<?>> asked) {
        Versioned<?> found = asked.orElseThrow(NotFoundException::new);
        if (!isWanted(found)) {
            throw notMet();
        }
        return (isKnown(found) ? Response.notModified() : Response.ok(found.value()))
                .header(HttpHeaders.ETAG, EntityTags.of(found.version()))
                .build();
    }

    /**
     * What is to be changed, if it is there and meant.
     *
     * @throws WebApplicationException 404, or 412 if it has another version
     */
    public <T> Versioned<T> meant(Optional<Versioned<T>> asked) {
        Versioned<T> found = asked.orElseThrow(NotFoundException::new);
        if (!isWanted(found) || isKnown(found)) {
            throw notMet();
        }
        return found;
    }

    private boolean isWanted(Versioned<?> found) {
        return ifMatch.isEmpty() || ifMatch.get().matchesStrongly(found.version());
    }

    private boolean isKnown(Versioned<?> found) {
        return ifNoneMatch.isPresent() && ifNoneMatch.get().matchesWeakly(found.version());
    }

    /** 412: there is another version by now. */
    public static WebApplicationException notMet() {
        return Problem.preconditionFailed("The resource has another version by now.")
                .asException();
    }

    private static Optional<EntityTags> tags(HttpHeaders request, String field) {
        try {
            return EntityTags.parse(request.getRequestHeader(field));
        } catch (IllegalArgumentException e) {
            throw Problem.malformed(field + " is neither * nor a list of entity tags such as \"1\".")
                    .asException();
        }
    }
}
