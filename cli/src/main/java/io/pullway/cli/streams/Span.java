package io.pullway.cli.streams;

import io.nats.client.support.JsonValue;
import java.time.Duration;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

/** A Go duration in YAML, nanoseconds in JSON. */
record Span() implements FieldType {
    @Override
    public Object zero() {
        return Duration.ZERO;
    }

    @Override
    public Object read(Node node, Place place) {
        String written = Scalars.text(node, place, Tag.STR);
        try {
            return written == null ? null : written.isEmpty() ? Duration.ZERO : GoDuration.parse(written);
        } catch (IllegalArgumentException e) {
            place.refuse(node, e.getMessage());
            return null;
        }
    }

    @Override
    public Object fromNats(JsonValue json) {
        return Duration.ofNanos(json.number.longValue());
    }

    @Override
    public JsonValue toNats(Object value) {
        return new JsonValue(((Duration) value).toNanos());
    }

    @Override
    public String show(Object value) {
        return GoDuration.show((Duration) value);
    }
}
