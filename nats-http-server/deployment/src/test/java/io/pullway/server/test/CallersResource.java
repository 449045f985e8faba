package io.pullway.server.test;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Asks another service, in every way in which a method may be run. */
@Path("/callers")
public class CallersResource {
    private final AnsweringClient answering;

    CallersResource(@RestClient AnsweringClient answering) {
        this.answering = answering;
    }

    @GET
    @Path("blocking/{name}")
    public String blocking(@PathParam("name") String name) {
        return answering.get(name);
    }

    @GET
    @Path("as-itself/{name}")
    public String asItself(@PathParam("name") String name) {
        return answering.getAs(name, "Basic own");
    }

    @GET
    @Path("virtual/{name}")
    @RunOnVirtualThread
    public String virtual(@PathParam("name") String name) {
        return answering.get(name) + (Thread.currentThread().isVirtual() ? " on a virtual thread" : "");
    }

    @GET
    @Path("reactive/{name}")
    public Uni<String> reactive(@PathParam("name") String name) {
        return answering.later(name).chain(first -> answering.later(name).map(second -> first + " " + second));
    }

    /** An event loop must never wait. */
    @GET
    @Path("on-the-loop/{name}")
    @NonBlocking
    public String onTheLoop(@PathParam("name") String name) {
        return answering.get(name);
    }

    @GET
    @Path("refused/{name}")
    public String refused(@PathParam("name") String name) {
        try {
            return answering.get(name);
        } catch (WebApplicationException e) {
            return refusal(e.getResponse());
        }
    }

    private static String refusal(Response refusal) {
        return refusal.getStatus() + " " + refusal.getHeaderString("Retry-After") + " "
                + refusal.readEntity(String.class);
    }

    /** Sends so many characters. */
    @GET
    @Path("large/{length}")
    public String large(@PathParam("length") int length) {
        try {
            return answering.post("large", Map.of("text", "x".repeat(length))).get("answer");
        } catch (WebApplicationException e) {
            return refusal(e.getResponse());
        }
    }

    @GET
    @Path("response/{name}")
    public Response response(@PathParam("name") String name) {
        Response answer = answering.response(name);
        return Response.status(answer.getStatus())
                .header("X-Seen", answer.getHeaderString("X-Told"))
                .entity(answer.readEntity(String.class))
                .build();
    }

    @POST
    @Path("things")
    public String things(String text) {
        answering.post("a b", Map.of("text", text));
        return answering.post("a b", Map.of("text", text)).get("answer");
    }
}
