package io.pullway.rating;

import io.pullway.rating.web.JsonLines;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/**
 * Bodies of many lines, of which annotations describe one. OpenAPI 3.1 has no schema for a sequence ({@code itemSchema} is of
 * 3.2), and a generator that is given that of a line makes a client that can send no second one. So the body is a string, and
 * what its lines are stands in {@code contentSchema}, as an array. The format {@code binary} is what generators know for a
 * body that they are to send as it is.
 */
final class DescribedLines {
    private DescribedLines() {}

    /** @return whether the operation takes such a body */
    static boolean describe(Operation operation) {
        operation.getResponses().getAPIResponses().values().forEach(response -> describe(response.getContent()));
        return operation.getRequestBody() != null
                && describe(operation.getRequestBody().getContent());
    }

    private static boolean describe(Content content) {
        MediaType lines = content == null ? null : content.getMediaType(JsonLines.MEDIA_TYPE);
        if (lines != null) {
            lines.setSchema(many(lines.getSchema()));
        }
        return lines != null;
    }

    private static Schema many(Schema line) {
        return OASFactory.createSchema()
                .addType(SchemaType.STRING)
                .format("binary")
                .contentMediaType(JsonLines.MEDIA_TYPE)
                .contentSchema(
                        OASFactory.createSchema().addType(SchemaType.ARRAY).items(line));
    }
}
