package io.pullway.echo;

import io.pullway.server.RequestContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Answers every method on {@code /echo} and all below it with what it received. Never blocks. */
@Path("/echo{below:(/.*)?}")
public class EchoResource {
    private final HttpServerRequest request;

    EchoResource(@Context HttpServerRequest request) {
        this.request = request;
    }

    @GET
    public Uni<Response> get() {
        return echo();
    }

    @HEAD
    public Uni<Response> head() {
        return echo();
    }

    @POST
    public Uni<Response> post() {
        return echo();
    }

    @PUT
    public Uni<Response> put() {
        return echo();
    }

    @PATCH
    public Uni<Response> patch() {
        return echo();
    }

    @DELETE
    public Uni<Response> delete() {
        return echo();
    }

    @OPTIONS
    public Uni<Response> options() {
        return echo();
    }

    private Uni<Response> echo() {
        RequestContext context = RequestContext.current()
                .orElseGet(() -> new RequestContext("", 1, "test-port", request.uri(), () -> false));
        EchoControls controls = EchoControls.of(context.target(), request.getHeader(HttpHeaders.AUTHORIZATION));
        Uni<Response> response = body().map(body -> answer(context, controls, body));
        return controls.delay().isZero()
                ? response
                : response.onItem().delayIt().by(controls.delay());
    }

    /** Of any method: Jakarta REST would read that of a GET by blocking. */
    private Uni<byte[]> body() {
        Uni<byte[]> body = Uni.createFrom()
                .completionStage(request.body().map(Buffer::getBytes).toCompletionStage());
        request.resume();
        return body;
    }

    private Response answer(RequestContext context, EchoControls controls, byte[] body) {
        Response.ResponseBuilder answer = Response.status(controls.status());
        if (controls.raw()) {
            answer.entity(body).header(HttpHeaders.CONTENT_TYPE, contentType());
        } else {
            answer.entity(echo(context, body)).type(MediaType.APPLICATION_JSON);
        }
        controls.headers().forEach(header -> add(answer, header));
        return answer.build();
    }

    private Echo echo(RequestContext context, byte[] body) {
        List<List<String>> headers = new ArrayList<>();
        for (Map.Entry<String, String> header : request.headers()) {
            headers.add(List.of(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        }
        return new Echo(
                request.method().name(),
                context.target(),
                headers,
                body,
                context.requestId(),
                context.deliveries(),
                context.instance());
    }

    private String contentType() {
        String sent = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return sent == null ? MediaType.APPLICATION_OCTET_STREAM : sent;
    }

    private static void add(Response.ResponseBuilder answer, String header) {
        int colon = header.indexOf(':');
        if (colon < 1) {
            throw new BadRequestException("header has to be Name:Value");
        }
        answer.header(header.substring(0, colon), header.substring(colon + 1));
    }
}
