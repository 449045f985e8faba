package io.pullway.rating.events;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * Whom proxies may tell events: they ask before they do, with the fields of the one who wants to listen. What happens
 * here may be heard by everybody, as everything may be read that is told of it.
 */
@Path("{resource: users|services|ratings}/-/events")
public class ListenersResource {
    /** Yes: 204. */
    @GET
    @PermitAll
    @Operation(hidden = true)
    public void mayListen() {
        // Who may not would be refused by an annotation or an exception, as everywhere.
    }
}
