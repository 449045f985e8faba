package io.pullway.server.test;

import io.pullway.fixtures.Await;
import io.pullway.server.RequestContext;
import io.pullway.wire.GiveBack;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** What service authors do, one method each. */
@Path("/things")
@Produces(MediaType.TEXT_PLAIN)
public class ThingsResource {
    static final AtomicInteger RUNS = new AtomicInteger();
    static final Map<String, Integer> COUNTS = new ConcurrentHashMap<>();

    /** Opened by a test for each request that waits there. */
    static final Semaphore GATE = new Semaphore(0);

    static final AtomicReference<String> TO_BE_CANCELLED = new AtomicReference<>();

    static final AtomicInteger AT_GATE = new AtomicInteger();
    static final AtomicInteger MOST_AT_GATE = new AtomicInteger();

    /** A body to be validated. */
    public record Thing(@NotBlank String name, @Max(5) int score) {}

    @GET
    @Path("blocking")
    @Blocking
    public String blocking() {
        return Thread.currentThread().getName() + " " + requestId();
    }

    @GET
    @Path("reactive")
    public Uni<String> reactive() {
        return Uni.createFrom().item(() -> Thread.currentThread().getName() + " " + requestId());
    }

    @GET
    @Path("virtual")
    @RunOnVirtualThread
    public String virtual() {
        return Thread.currentThread().isVirtual() + " " + requestId();
    }

    /** As long work does that looks from time to time whether anybody still waits for it. */
    @GET
    @Path("until-cancelled")
    @Blocking
    public String untilCancelled() {
        RequestContext context = RequestContext.current().orElseThrow();
        TO_BE_CANCELLED.set(context.requestId());
        Await.until(Duration.ofSeconds(8), "the client goes", context::cancelled);
        return "cancelled";
    }

    @POST
    @Path("valid")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Thing valid(@Valid Thing thing) {
        return thing;
    }

    @GET
    @Path("failing")
    public String failing() {
        throw new IllegalStateException("mapped");
    }

    @POST
    @Path("form")
    public String form(@FormParam("name") String name) {
        return name;
    }

    @POST
    @Path("upload")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public String upload(@RestForm String title, @RestForm FileUpload file) throws IOException {
        return title + ":" + file.fileName() + ":" + Files.readString(file.uploadedFile());
    }

    @POST
    @Path("stream-in")
    @Blocking
    public int streamIn(InputStream body) throws IOException {
        return body.readAllBytes().length;
    }

    @GET
    @Path("stream-out")
    @Blocking
    public StreamingOutput streamOut() {
        return out -> {
            for (int i = 0; i < 1_000; i++) {
                out.write("0123456789".getBytes(StandardCharsets.US_ASCII));
            }
        };
    }

    @GET
    @Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<String> events() {
        return Multi.createFrom().items("one", "two");
    }

    @GET
    @Path("file")
    public File file() throws IOException {
        File file = File.createTempFile("thing", ".txt");
        file.deleteOnExit();
        Files.writeString(file.toPath(), "from a file");
        return file;
    }

    @GET
    @Path("cookie")
    public Response cookie(@CookieParam("sugar") String sugar) {
        return Response.ok(sugar)
                .header("set-cookie", "a=1")
                .header("set-cookie", "b=2")
                .build();
    }

    @GET
    @Path("where")
    public Response where(@Context UriInfo uri, @Context HttpServerRequest request) {
        return Response.created(uri.getAbsolutePathBuilder().path("7").build())
                .entity(request.remoteAddress().hostAddress())
                .build();
    }

    @GET
    @Path("who")
    @RolesAllowed("keeper")
    public String who(@Context SecurityContext security) {
        return security.getUserPrincipal().getName() + " " + security.isUserInRole("keeper");
    }

    @GET
    @Path("nonce/{nonce}")
    public String nonce(String nonce) {
        return nonce;
    }

    @GET
    @Path("hang-up")
    public Uni<String> hangUp(@Context HttpServerRequest request) {
        RUNS.incrementAndGet();
        request.connection().close();
        return Uni.createFrom().nothing();
    }

    @GET
    @Path("large")
    public String large() {
        RUNS.incrementAndGet();
        return "x".repeat(2 << 20);
    }

    @GET
    @Path("odd-status")
    public Response oddStatus() {
        RUNS.incrementAndGet();
        return Response.status(799).build();
    }

    @GET
    @Path("almost-large")
    public String almostLarge() {
        RUNS.incrementAndGet();
        return "x".repeat((1 << 20) - 100);
    }

    @POST
    @Path("count/{name}")
    public String count(String name) {
        return name + " " + COUNTS.merge(name, 1, Integer::sum);
    }

    @PUT
    @Path("count/{name}")
    public String countAgain(String name) {
        return count(name);
    }

    /** Never through: to be delivered again each time. */
    @PUT
    @Path("again")
    public String again() {
        Vertx.currentContext().<GiveBack>getLocal(GiveBack.class).after(Duration.ofMillis(50));
        return count("again");
    }

    @POST
    @Path("busy")
    public Response busy() {
        return Response.status(503).build();
    }

    @POST
    @Path("gate")
    @Blocking
    public void gate() throws InterruptedException {
        MOST_AT_GATE.accumulateAndGet(AT_GATE.incrementAndGet(), Math::max);
        GATE.acquire();
        AT_GATE.decrementAndGet();
    }

    private static String requestId() {
        return RequestContext.current().map(RequestContext::requestId).orElse("none");
    }
}
