package io.pullway.cli.streams;

import io.nats.client.support.JsonValue;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

record Whole(long least) implements FieldType {
    @Override
    public Object zero() {
        return 0L;
    }

    @Override
    public Object read(Node node, Place place) {
        String digits = Scalars.text(node, place, Tag.INT);
        if (digits == null) {
            return null;
        }
        try {
            long value = Long.parseLong(digits);
            // 010 is 8 for some readers of YAML and 10 for others.
            if (Long.toString(value).equals(digits) && value >= least) {
                return value;
            }
        } catch (NumberFormatException tooLongOrAnotherBase) {
            // Refused below.
        }
        place.refuse(node, "must be a whole number in decimal digits, at least " + least + ", not " + digits);
        return null;
    }

    @Override
    public Object fromNats(JsonValue json) {
        return json.number.longValue();
    }

    @Override
    public JsonValue toNats(Object value) {
        return new JsonValue((long) value);
    }

    @Override
    public String show(Object value) {
        return value.toString();
    }
}
