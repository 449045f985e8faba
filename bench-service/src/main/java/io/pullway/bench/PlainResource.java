package io.pullway.bench;

import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The same as {@link OnceResource}, in a transaction as well, but as often as it is delivered. */
@Path("/plain")
public class PlainResource {
    private final Notes notes;

    PlainResource(Notes notes) {
        this.notes = notes;
    }

    @POST
    @Transactional
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public byte[] add(byte[] text) {
        notes.add(text);
        return text;
    }
}
