package io.pullway.rating.web;

import io.pullway.rating.database.DatabaseException;
import io.vertx.ext.web.handler.HttpException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Turns every exception into a {@link Problem}, so that nothing else of it reaches a client. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    /** A database that is away fails every request: the log says so, but not for every request. */
    private static final Duration PAUSE_BETWEEN_WARNINGS = Duration.ofSeconds(5);

    private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());

    @Override
    public Response toResponse(Throwable failure) {
        return switch (failure) {
            case WebApplicationException refused -> refused(refused.getResponse());
            // Of the HTTP layer, which reads the query only when somebody asks for it: an invalid escape.
            case HttpException refused ->
                Problem.of(refused.getStatusCode()).response().build();
            case DatabaseException database ->
                switch (database.effect()) {
                    case NOT_NOW -> unavailable(database);
                    case UNKNOWN -> failed(database, "It is not known whether this request had an effect.");
                    // The profile went away after it was looked at, or the first wall has a hole.
                    case FORBIDDEN ->
                        Problem.forbidden("This belongs to somebody else.")
                                .response()
                                .build();
                    case REFUSED -> failed(database, null);
                };
            default -> failed(failure, null);
        };
    }

    /** Jakarta REST's own refusals: their status, and fields such as Allow. */
    private static Response refused(Response refusal) {
        ResponseBuilder answer = Problem.of(refusal.getStatus()).response();
        refusal.getHeaders().forEach((name, values) -> {
            if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)
                    && !name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH)) {
                values.forEach(value -> answer.header(name, value));
            }
        });
        return answer.build();
    }

    /** 503 says that nothing has happened, so that clients, and proxies for them, may safely try again. */
    private Response unavailable(DatabaseException away) {
        long now = System.nanoTime();
        long earliest = nextWarning.get();
        if (now - earliest >= 0 && nextWarning.compareAndSet(earliest, now + PAUSE_BETWEEN_WARNINGS.toNanos())) {
            LOG.warnf("event=database-unavailable reason=\"%s\"", away.getMessage());
        }
        return Problem.of(503).response().header(HttpHeaders.RETRY_AFTER, 1).build();
    }

    private static Response failed(Throwable failure, String detail) {
        LOG.error("event=request-failed", failure);
        return Problem.failed(detail).response().build();
    }
}
