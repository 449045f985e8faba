package io.pullway.cli.streams;

import io.nats.client.support.JsonValue;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.Tag;

/** Names and texts of the user's own. What the server adds for itself ({@code _nats.…}) does not count. */
record Labels() implements FieldType {
    @Override
    public Object zero() {
        return Map.of();
    }

    @Override
    public Object read(Node node, Place place) {
        if (!(node instanceof MappingNode map)) {
            place.refuse(node, "must be a map of texts" + Scalars.found(node));
            return null;
        }
        Map<String, String> labels = new TreeMap<>();
        for (NodeTuple tuple : map.getValue()) {
            String name = Scalars.text(tuple.getKeyNode(), place, Tag.STR);
            String value =
                    name == null ? null : Scalars.text(tuple.getValueNode(), place.field(name), Tag.STR, Tag.TIMESTAMP);
            if (value == null) {
                return null;
            }
            if (name.startsWith("_nats.")) {
                place.field(name).refuse(tuple.getKeyNode(), "names that begin with _nats. belong to the NATS server");
                return null;
            }
            if (labels.put(name, value) != null) {
                place.field(name).refuse(tuple.getKeyNode(), "stands here twice");
                return null;
            }
        }
        return labels;
    }

    @Override
    public Object fromNats(JsonValue json) {
        Map<String, String> labels = new TreeMap<>();
        json.map.forEach((name, value) -> {
            if (!name.startsWith("_nats.")) {
                labels.put(name, value.string);
            }
        });
        return labels;
    }

    @Override
    public JsonValue toNats(Object value) {
        Map<String, JsonValue> json = new TreeMap<>();
        ((Map<?, ?>) value).forEach((name, text) -> json.put((String) name, new JsonValue((String) text)));
        return new JsonValue(json);
    }
}
