package io.pullway.rating.web;

import io.pullway.rating.database.Versioned;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;

/** Answers to changes that carry what was changed, and its version as {@code ETag}. */
public final class Representation {
    private Representation() {}

    /** 201, with the place where a client finds what its request to {@code collection} made, seen from its side of a proxy. */
    public static Response created(Versioned<?> made, long id, UriInfo collection) {
        URI location =
                collection.getAbsolutePathBuilder().path(Long.toString(id)).build();
        return Response.created(location)
                .header(HttpHeaders.ETAG, EntityTags.of(made.version()))
                .entity(made.value())
                .build();
    }

    /**
     * 200. {@code Content-Location} says that the body is the representation itself (RFC 9110 §8.7), to which the
     * tag then belongs: a client may go on editing without a GET.
     */
    public static Response changed(Versioned<?> changed, UriInfo resource) {
        return Response.ok(changed.value())
                .header(HttpHeaders.ETAG, EntityTags.of(changed.version()))
                .contentLocation(resource.getAbsolutePath())
                .build();
    }
}
