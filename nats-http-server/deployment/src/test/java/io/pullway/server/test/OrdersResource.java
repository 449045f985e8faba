package io.pullway.server.test;

import io.pullway.once.OnceOnly;
import io.pullway.server.RequestContext;
import io.pullway.wire.GiveBack;
import io.pullway.wire.RequestId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Duration;

/** Unsafe methods that give their first delivery back, as {@code @OnceOnly} does while another one runs. */
@Path("orders")
public class OrdersResource {
    private static final int OK = 200;

    @POST
    @OnceOnly
    public Response once() {
        return giveBackTheFirst();
    }

    @POST
    @Path("{id: [0-9]{1,3}}/lines")
    @OnceOnly
    public Response onceBelow(@PathParam("id") int id) {
        return giveBackTheFirst();
    }

    @POST
    @Path("hang-up")
    @OnceOnly
    public Uni<Response> onceOrNever(@Context HttpServerRequest request) {
        Response answer = giveBackTheFirst();
        if (answer.getStatus() == OK) {
            return Uni.createFrom().item(answer);
        }
        request.connection().close();
        return Uni.createFrom().nothing();
    }

    @POST
    @Path("large")
    @OnceOnly
    public Response onceOrTooMuch() {
        Response answer = giveBackTheFirst();
        return answer.getStatus() == OK
                ? answer
                : Response.ok("x".repeat(2 << 20)).build();
    }

    @POST
    @Path("plain")
    public Response plain() {
        return giveBackTheFirst();
    }

    @POST
    @Path("open/{anything}")
    @OnceOnly
    public Response overlapped(@PathParam("anything") String anything) {
        return giveBackTheFirst();
    }

    @POST
    @Path("open/special")
    public Response overlapping() {
        return giveBackTheFirst();
    }

    @POST
    @Path("id")
    public String id() {
        RequestId id = Vertx.currentContext().getLocal(RequestId.class);
        return id.text();
    }

    private static Response giveBackTheFirst() {
        long deliveries = RequestContext.current().orElseThrow().deliveries();
        if (deliveries == 1) {
            Vertx.currentContext().<GiveBack>getLocal(GiveBack.class).after(Duration.ofMillis(300));
            return Response.status(503).build();
        }
        return Response.ok("delivery " + deliveries).build();
    }
}
