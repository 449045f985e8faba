package io.pullway.server.test;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Counts what it is asked for, and can keep its event loop from everything else. */
@Path("/things")
public class TurnsResource {
    static final Map<String, Integer> COUNTS = new ConcurrentHashMap<>();

    /** Opened by a test for each request that holds an event loop. */
    static final Semaphore GATE = new Semaphore(0);

    /** Nothing else is started on its event loop until the gate is opened. */
    @GET
    @Path("hold")
    @NonBlocking
    public String hold() {
        GATE.acquireUninterruptibly();
        return "held";
    }

    @POST
    @Path("{name}")
    @NonBlocking
    public int post(String name) {
        return COUNTS.merge("POST " + name, 1, Integer::sum);
    }

    @PUT
    @Path("{name}")
    @NonBlocking
    public int put(String name) {
        return COUNTS.merge("PUT " + name, 1, Integer::sum);
    }
}
