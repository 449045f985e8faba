package io.pullway.rating.web;

import jakarta.ws.rs.core.UriInfo;
import java.net.URI;

/** How ids stand in paths. */
public final class Ids {
    /** One id has one path: {@code 05} and {@code +5} are not the user 5 but not found. */
    public static final String PATH = "{id: [1-9][0-9]{0,18}}";

    private Ids() {}

    /** Where a client finds what its request to {@code collection} created, seen from the client's side of a proxy. */
    public static URI location(UriInfo collection, long id) {
        return collection.getAbsolutePathBuilder().path(Long.toString(id)).build();
    }
}
