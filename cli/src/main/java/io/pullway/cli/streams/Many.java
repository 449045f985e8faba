package io.pullway.cli.streams;

import io.nats.client.support.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** @param ordered whether the order means something; where not, two orders are the same list */
record Many(FieldType item, boolean ordered) implements FieldType {
    @Override
    public Object zero() {
        return List.of();
    }

    @Override
    public Object read(Node node, Place place) {
        if (!(node instanceof SequenceNode sequence)) {
            place.refuse(node, "must be a list" + Scalars.found(node));
            return null;
        }
        List<Object> values = new ArrayList<>();
        for (Node element : sequence.getValue()) {
            Object value = item.read(element, place.item(values.size()));
            if (value == null) {
                return null;
            }
            if (value.equals(item.zero())) {
                place.item(values.size()).refuse(element, "must not be empty");
                return null;
            }
            values.add(value);
        }
        return canonical(values);
    }

    @Override
    public Object fromNats(JsonValue json) {
        return canonical(json.array.stream().map(item::fromNats).toList());
    }

    private Object canonical(List<Object> values) {
        return ordered
                ? List.copyOf(values)
                : values.stream().map(String.class::cast).sorted().distinct().toList();
    }

    @Override
    public JsonValue toNats(Object value) {
        return new JsonValue(((List<?>) value).stream().map(item::toNats).toList());
    }

    @Override
    public String show(Object value) {
        return ((List<?>) value).stream().map(item::show).collect(Collectors.joining(", ", "[", "]"));
    }
}
