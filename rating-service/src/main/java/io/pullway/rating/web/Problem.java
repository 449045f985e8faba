package io.pullway.rating.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An error as clients see it: {@code application/problem+json} of RFC 9457. Says nothing of classes, SQL or
 * machines.
 *
 * @param type null for {@code about:blank}, where title and status say all (RFC 9457 §4.2.1)
 * @param detail null where the title says all
 * @param errors null, or one entry for each wrong field
 */
@JsonInclude(Include.NON_NULL)
@Schema(requiredProperties = {"title", "status"})
public record Problem(
        @Schema(description = "Absent where title and status say all. Which types there are, each response says.")
        String type,

        String title,
        int status,
        String detail,

        @Schema(description = "With `invalid-input`: one entry for each wrong field.")
        List<WrongField> errors) {
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String INVALID_INPUT = "urn:pullway:problem:invalid-input";
    private static final int UNPROCESSABLE_CONTENT = 422;

    /** The status and no more. */
    public static Problem of(int status) {
        Status known = Status.fromStatusCode(status);
        return new Problem(null, known == null ? "Error" : known.getReasonPhrase(), status, null, null);
    }

    /** 400: what came is no JSON. */
    public static Problem malformed(String detail) {
        return new Problem(null, "Bad Request", 400, detail, null);
    }

    /** 401: it has to be known who asks. */
    public static Problem unauthorized(String detail) {
        return new Problem(null, "Unauthorized", 401, detail, null);
    }

    /** 403: it is known who asks, and others may do this. */
    public static Problem forbidden(String detail) {
        return new Problem(null, "Forbidden", 403, detail, null);
    }

    /** 409: what came cannot stand beside what is there. */
    public static Problem conflict(String detail) {
        return new Problem(null, "Conflict", 409, detail, null);
    }

    /** 412: what the client wants to change is not what is there. */
    public static Problem preconditionFailed(String detail) {
        return new Problem(null, "Precondition Failed", 412, detail, null);
    }

    /** 413: more than the service takes at once. */
    public static Problem tooLarge(String detail) {
        return new Problem(null, "Content Too Large", 413, detail, null);
    }

    /** 422: what came can be read, and these fields of it are wrong. */
    public static Problem invalid(List<WrongField> errors) {
        return new Problem(INVALID_INPUT, "Invalid Input", UNPROCESSABLE_CONTENT, null, List.copyOf(errors));
    }

    /** 500: not the client's fault. */
    public static Problem failed(String detail) {
        return new Problem(null, "Internal Server Error", 500, detail, null);
    }

    /** 503: not now, and nothing has happened. */
    public static Problem unavailable(String detail) {
        return new Problem(null, "Service Unavailable", 503, detail, null);
    }

    /** The answer, to which fields may be added. */
    public ResponseBuilder response() {
        return Response.status(status).type(MEDIA_TYPE).entity(this);
    }

    /** To be thrown where no answer can be returned. */
    public WebApplicationException asException() {
        return new WebApplicationException(response().build());
    }
}
