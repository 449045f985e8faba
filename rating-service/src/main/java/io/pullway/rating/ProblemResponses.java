package io.pullway.rating;

import io.pullway.rating.web.MergePatch;
import io.pullway.rating.web.Problem;
import io.pullway.rating.web.WrongField;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.examples.Example;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * The answers of operations that do not what was asked, a component for each status: with the problem that the code itself
 * makes as an example, and the fields that it carries.
 */
final class ProblemResponses {
    private static final List<Refusal> ALL = List.of(
            new Refusal(
                    Problem.malformed("The body is no JSON."),
                    "The body is no JSON, or a field or the query of the request is not as HTTP has it."),
            new Refusal(
                    Problem.unauthorized("The token is not valid."),
                    "There is no token, or none that holds.",
                    Map.of("WWW-Authenticate", header("How to say who asks (RFC 6750).", SchemaType.STRING))),
            new Refusal(Problem.forbidden("This belongs to somebody else."), "The caller may not do this."),
            new Refusal(Problem.of(404), "It is not there."),
            new Refusal(Problem.of(406), "There is no representation of a media type that the request accepts."),
            new Refusal(
                    Problem.preconditionFailed("The resource has another version by now."),
                    "It has another version by now."),
            new Refusal(
                    Problem.of(415),
                    "The body is of another media type.",
                    Map.of(
                            "Accept-Patch",
                            header("To a PATCH: what it takes (RFC 5789).", SchemaType.STRING)
                                    .example(MergePatch.MEDIA_TYPE))),
            new Refusal(
                    Problem.invalid(List.of(new WrongField("score", "must be from 1 to 5"))),
                    "`invalid-input`: The request can be read, and these fields of it are wrong."),
            new Refusal(
                    Problem.failed("It is not known whether this request had an effect."),
                    "It failed. The detail says so where an effect is not known."),
            new Refusal(
                    Problem.of(503),
                    "Not now, as when the database is not there. Nothing was done: send it again.",
                    Map.of("Retry-After", header("In how many seconds.", SchemaType.INTEGER))));

    /** @param example of the answers with its status */
    private record Refusal(Problem example, String what, Map<String, Header> fields) {
        Refusal(Problem example, String what) {
            this(example, what, Map.of());
        }

        APIResponse response() {
            APIResponse response = OASFactory.createAPIResponse()
                    .description(what)
                    .content(OASFactory.createContent()
                            .addMediaType(
                                    Problem.MEDIA_TYPE,
                                    OASFactory.createMediaType()
                                            .schema(OASFactory.createSchema().ref("Problem"))
                                            .addExample(name(example), of(example))));
            fields.forEach(response::addHeader);
            return response;
        }

        /** The type, without what all of the platform have. */
        private static String name(Problem problem) {
            return problem.type() == null
                    ? "about:blank"
                    : problem.type().substring(problem.type().lastIndexOf(':') + 1);
        }
    }

    private ProblemResponses() {}

    static void addTo(Components components) {
        ALL.forEach(refusal -> components.addResponse(name(refusal.example().status()), refusal.response()));
    }

    /** Adds those that the operation does not describe itself, and examples to those that it does. */
    static void addTo(Operation operation, Stream<Integer> statuses) {
        operation.getResponses().getAPIResponses().forEach((status, response) -> {
            MediaType problem =
                    response.getContent() == null ? null : response.getContent().getMediaType(Problem.MEDIA_TYPE);
            if (problem != null && problem.getExamples() == null) {
                Problem example = switch (status) {
                    case "409" -> Problem.conflict(response.getDescription());
                    case "413" -> Problem.tooLarge(response.getDescription());
                    default -> Problem.of(Integer.parseInt(status));
                };
                problem.addExample(Refusal.name(example), of(example));
            }
        });
        statuses.distinct().forEach(status -> {
            if (!isDescribed(operation.getResponses().getAPIResponse(status.toString()))) {
                operation
                        .getResponses()
                        .addAPIResponse(
                                status.toString(),
                                OASFactory.createAPIResponse().ref(name(status)));
            }
        });
    }

    /** Quarkus describes 400, 401 and 403 itself, without what they carry. */
    private static boolean isDescribed(APIResponse response) {
        return response != null && (response.getContent() != null || response.getRef() != null);
    }

    private static Example of(Problem problem) {
        return OASFactory.createExample().value(DescribedRecords.tree(problem));
    }

    private static Header header(String description, SchemaType type) {
        return OASFactory.createHeader()
                .description(description)
                .schema(OASFactory.createSchema().addType(type));
    }

    private static String name(int status) {
        return "Problem" + status;
    }
}
