package io.pullway.cli.streams;

import io.nats.client.support.JsonValue;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

record Text() implements FieldType {
    @Override
    public Object zero() {
        return "";
    }

    @Override
    public Object read(Node node, Place place) {
        return Scalars.text(node, place, Tag.STR, Tag.TIMESTAMP);
    }

    @Override
    public Object fromNats(JsonValue json) {
        return json.string;
    }

    @Override
    public JsonValue toNats(Object value) {
        return new JsonValue((String) value);
    }
}
