package io.pullway.cli.streams;

import io.nats.client.support.JsonValue;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

record Flag() implements FieldType {
    @Override
    public Object zero() {
        return false;
    }

    @Override
    public Object read(Node node, Place place) {
        String word = Scalars.text(node, place, Tag.BOOL);
        return switch (word) {
            case null -> null;
            case "true" -> true;
            case "false" -> false;
            default -> {
                place.refuse(node, "must be true or false, not " + word);
                yield null;
            }
        };
    }

    @Override
    public Object fromNats(JsonValue json) {
        return json.bool;
    }

    @Override
    public JsonValue toNats(Object value) {
        return new JsonValue((Boolean) value);
    }

    @Override
    public String show(Object value) {
        return value.toString();
    }
}
