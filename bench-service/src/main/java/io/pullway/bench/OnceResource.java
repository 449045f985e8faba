package io.pullway.bench;

import io.pullway.once.OnceOnly;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Writes a row, once for each request, and answers with the body. */
@Path("/once")
public class OnceResource {
    private final Notes notes;

    OnceResource(Notes notes) {
        this.notes = notes;
    }

    @POST
    @OnceOnly
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public byte[] add(byte[] text) {
        notes.add(text);
        return text;
    }
}
