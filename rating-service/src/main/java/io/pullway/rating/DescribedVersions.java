package io.pullway.rating;

import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Conditional requests (RFC 9110 section 13), and the versions that answers tell of. */
final class DescribedVersions {
    /** What has versions, by the names of its schemas: what can be replaced or patched. */
    static final List<String> VERSIONED = List.of("User", "Service", "Rating");

    /** {@code *}, or a list in which there may be nothing between two commas (RFC 9110 sections 5.6.1 and 13.1.1). */
    private static final String ENTITY_TAGS =
            "^(\\*|((W/)?\"[!#-~\\u0080-\\u00ff]*\")?" + "([ \\t]*,[ \\t]*((W/)?\"[!#-~\\u0080-\\u00ff]*\")?)*)$";

    private DescribedVersions() {}

    /** @return whether the operation judges conditions */
    static boolean describe(PathItem item, HttpMethod method, Operation operation) {
        APIResponse made = operation.getResponses().getAPIResponse("201");
        if (isVersioned(made)) {
            withTag(made).addHeader("Location", header("Where it is."));
        }
        APIResponse done = operation.getResponses().getAPIResponse("200");
        if (item.getPUT() == null && !isVersioned(done)) {
            return false;
        }
        boolean reads = method == HttpMethod.GET;
        operation
                .addParameter(condition(
                        "If-Match",
                        reads
                                ? "The version that it has to have, as `ETag` told it: else 412."
                                : "The version that the client means to change, as `ETag` told it: else 412."))
                .addParameter(condition(
                        "If-None-Match",
                        reads
                                ? "The version that the client has, as `ETag` told it: 304 if it is this one still."
                                : "A version that it must not have: else 412."));
        if (reads) {
            operation
                    .getResponses()
                    .addAPIResponse(
                            "304", withTag(OASFactory.createAPIResponse().description("The client has this version.")));
        }
        if (done != null) {
            withTag(done);
            if (!reads) {
                done.addHeader("Content-Location", header("Of what the answer is the representation: it itself."));
            }
        }
        return true;
    }

    private static boolean isVersioned(APIResponse response) {
        return response != null
                && response.getContent() != null
                && response.getContent().getMediaTypes().values().stream()
                        .map(MediaType::getSchema)
                        .flatMap(Stream::ofNullable)
                        .map(Schema::getRef)
                        .flatMap(Stream::ofNullable)
                        .anyMatch(reference -> VERSIONED.contains(reference.substring(reference.lastIndexOf('/') + 1)));
    }

    private static Parameter condition(String name, String description) {
        return OASFactory.createParameter()
                .name(name)
                .in(In.HEADER)
                .description(description)
                .schema(string().pattern(ENTITY_TAGS).examples(List.of("\"1\"")));
    }

    private static APIResponse withTag(APIResponse response) {
        return response.addHeader("ETag", header("Its version."));
    }

    private static Header header(String description) {
        return OASFactory.createHeader().description(description).schema(string());
    }

    private static Schema string() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }
}
