package io.pullway.rating.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.WebApplicationException;

/**
 * A JSON Merge Patch (RFC 7396): the fields that it names are replaced, those that it sets to null are taken away. As
 * strict as {@link InputBinder}: taking away a field that there cannot be is a mistake too.
 */
public final class MergePatch {
    public static final String MEDIA_TYPE = "application/merge-patch+json";

    private final JsonNode patch;
    private final ObjectMapper mapper;
    private final InputBinder binder;

    MergePatch(JsonNode patch, ObjectMapper mapper, InputBinder binder) {
        this.patch = patch;
        this.mapper = mapper;
        this.binder = binder;
    }

    /**
     * What the patch makes of the record.
     *
     * @throws WebApplicationException 422 if that is no such record, with one entry for each wrong field
     */
    public <T extends Record> T applyTo(T current) {
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) current.getClass();
        return binder.valid(patch.isObject() ? merged(mapper.valueToTree(current)) : patch, type);
    }

    /** No component of a record is an object itself, so the merge is not recursive. */
    private ObjectNode merged(ObjectNode target) {
        patch.properties().forEach(field -> {
            if (field.getValue().isNull() && target.has(field.getKey())) {
                target.remove(field.getKey());
            } else {
                target.set(field.getKey(), field.getValue());
            }
        });
        return target;
    }
}
