package io.pullway.once;

import io.pullway.fixtures.Await;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.GenericEntity;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;

/** Effects by plain JDBC and by Panache, and answers of every kind. */
@Path("effects")
@Consumes(MediaType.WILDCARD)
public class EffectsResource {
    /** How many methods run at the moment, and the most that did at once. */
    static final AtomicInteger RUNNING = new AtomicInteger();

    static final AtomicInteger MOST = new AtomicInteger();
    /** How often any method was run. */
    static final AtomicInteger RUNS = new AtomicInteger();
    /** While it is set, a method that may freeze does. */
    static final AtomicBoolean FROZEN = new AtomicBoolean();

    private static final Duration LONGEST = Duration.ofSeconds(30);

    public record Effect(long id, String name) {}

    private final DataSource database;

    EffectsResource(DataSource database) {
        this.database = database;
    }

    @POST
    @Path("jdbc")
    @OnceOnly
    @Produces(MediaType.APPLICATION_JSON)
    public Response jdbc(@QueryParam("name") String name) throws SQLException {
        return created(effect(name));
    }

    /** The same without: what the answer of {@link #jdbc} has to look like. */
    @POST
    @Path("plain")
    @Produces(MediaType.APPLICATION_JSON)
    public Response plain(@QueryParam("name") String name) throws SQLException {
        return created(effect(name));
    }

    @POST
    @Path("entity")
    @OnceOnly
    @ResponseStatus(201)
    public Effect entity(@QueryParam("name") String name) throws SQLException {
        return effect(name);
    }

    @POST
    @Path("plain-entity")
    @ResponseStatus(201)
    public Effect plainEntity(@QueryParam("name") String name) throws SQLException {
        return effect(name);
    }

    @POST
    @Path("count")
    @OnceOnly
    public int count(@QueryParam("name") String name) throws SQLException {
        return (int) effect(name).id();
    }

    @POST
    @Path("plain-count")
    public int plainCount(@QueryParam("name") String name) throws SQLException {
        return (int) effect(name).id();
    }

    @POST
    @Path("text")
    @OnceOnly
    @Produces({MediaType.TEXT_PLAIN, MediaType.TEXT_HTML})
    public RestResponse<String> text(@QueryParam("name") String name) throws SQLException {
        return RestResponse.ok("ünï " + effect(name).id());
    }

    @POST
    @Path("plain-text")
    @Produces({MediaType.TEXT_PLAIN, MediaType.TEXT_HTML})
    public RestResponse<String> plainText(@QueryParam("name") String name) throws SQLException {
        return RestResponse.ok("ünï " + effect(name).id());
    }

    @POST
    @Path("list")
    @OnceOnly
    public Response list(@QueryParam("name") String name) throws SQLException {
        return Response.ok(new GenericEntity<>(List.of(effect(name))) {}, MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    @POST
    @Path("plain-list")
    public Response plainList(@QueryParam("name") String name) throws SQLException {
        return Response.ok(new GenericEntity<>(List.of(effect(name))) {}, MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    @POST
    @Path("nothing")
    @OnceOnly
    public void nothing(@QueryParam("name") String name) throws SQLException {
        effect(name);
    }

    @POST
    @Path("plain-nothing")
    public void plainNothing(@QueryParam("name") String name) throws SQLException {
        effect(name);
    }

    /** Writes, and then answers as asked. */
    @POST
    @Path("answer")
    @OnceOnly
    public Response answer(@QueryParam("name") String name, @QueryParam("status") int status) throws SQLException {
        return Response.status(status).entity("run " + effect(name).id()).build();
    }

    /** Writes, and then throws. */
    @POST
    @Path("throw")
    @OnceOnly
    public Response fail(@QueryParam("name") String name, @QueryParam("kind") String kind) throws Exception {
        effect(name);
        throw switch (kind) {
            case "http" -> new ClientErrorException(409);
            case "checked" -> new Exception("checked");
            default -> new IllegalStateException("unchecked");
        };
    }

    /** Writes, and then stands still until somebody lets it go on. */
    @POST
    @Path("slow")
    @OnceOnly
    public Response slow(@QueryParam("name") String name) throws SQLException {
        Effect effect = effect(name);
        MOST.accumulateAndGet(RUNNING.incrementAndGet(), Math::max);
        try {
            Await.until(LONGEST, "it may go on", () -> !FROZEN.get());
        } finally {
            RUNNING.decrementAndGet();
        }
        return created(effect);
    }

    @POST
    @Path("panache")
    @OnceOnly
    public Note panache(@QueryParam("name") String name) {
        return note(name);
    }

    @POST
    @Path("panache-transactional")
    @OnceOnly
    @Transactional
    public Note panacheTransactional(@QueryParam("name") String name) {
        return note(name);
    }

    /** Hibernate writes the change at the end of the transaction, and only then is the version the new one. */
    @POST
    @Path("panache-change")
    @OnceOnly
    public Note panacheChange(@QueryParam("name") String name, @QueryParam("to") String to) {
        RUNS.incrementAndGet();
        Note note = Note.find("text", name).firstResult();
        note.text = to;
        return note;
    }

    @POST
    @Path("panache-throw")
    @OnceOnly
    public Note panacheThrow(@QueryParam("name") String name) {
        note(name);
        throw new IllegalStateException("after the entity was made");
    }

    @POST
    @Path("later")
    @OnceOnly
    public io.smallrye.mutiny.Uni<String> later(@QueryParam("name") String name) {
        RUNS.incrementAndGet();
        return io.smallrye.mutiny.Uni.createFrom().item(name);
    }

    private static Note note(String name) {
        RUNS.incrementAndGet();
        Note note = new Note();
        note.text = name;
        note.persist();
        return note;
    }

    private static Response created(Effect effect) {
        CacheControl cache = new CacheControl();
        cache.setMaxAge(7);
        return Response.created(URI.create("/effects/" + effect.id()))
                .entity(effect)
                .cacheControl(cache)
                .cookie(
                        new NewCookie.Builder("a").value("1").build(),
                        new NewCookie.Builder("b").value("2").build())
                .header("x-several", "one")
                .header("x-several", "two")
                .build();
    }

    private Effect effect(String name) throws SQLException {
        RUNS.incrementAndGet();
        try (Connection connection = database.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO effects (name) VALUES (?) RETURNING id")) {
            insert.setString(1, name);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return new Effect(row.getLong(1), name);
            }
        }
    }
}
