package io.pullway.cli.streams;

import io.nats.client.support.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

/** A point in time as in RFC 3339. */
record Moment() implements FieldType {
    @Override
    public Object zero() {
        return Instant.MIN;
    }

    @Override
    public Object read(Node node, Place place) {
        String written = Scalars.text(node, place, Tag.STR, Tag.TIMESTAMP);
        try {
            return written == null
                    ? null
                    : written.isEmpty() ? zero() : OffsetDateTime.parse(written).toInstant();
        } catch (DateTimeException e) {
            place.refuse(node, "\"" + written + "\" is no time: write for example 2027-01-31T12:00:00Z");
            return null;
        }
    }

    @Override
    public Object fromNats(JsonValue json) {
        return OffsetDateTime.parse(json.string).toInstant();
    }

    @Override
    public JsonValue toNats(Object value) {
        return new JsonValue(value.toString());
    }
}
