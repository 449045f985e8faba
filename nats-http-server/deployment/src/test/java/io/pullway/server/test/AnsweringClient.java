package io.pullway.server.test;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** Another service, as the one that calls it sees it. */
@RegisterRestClient(configKey = "answering")
@Path("/answering")
public interface AnsweringClient {
    @GET
    @Path("{name}")
    String get(@PathParam("name") String name);

    @GET
    @Path("{name}")
    String getAs(@PathParam("name") String name, @HeaderParam("Authorization") String credentials);

    @GET
    @Path("{name}")
    Uni<String> later(@PathParam("name") String name);

    @GET
    @Path("{name}")
    Response response(@PathParam("name") String name);

    @POST
    @Path("things")
    @Consumes(MediaType.APPLICATION_JSON)
    Map<String, String> post(@QueryParam("q") String q, Map<String, String> thing);
}
