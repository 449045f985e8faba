package io.pullway.cli.streams;

import io.nats.client.support.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

/** @param values the words of NACK, and those of NATS for them; the empty word stands for a field left out */
record Choice(Map<String, String> values) implements FieldType {
    static Choice of(String... same) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String value : same) {
            values.put(value, value);
        }
        return new Choice(values);
    }

    @Override
    public Object zero() {
        return "";
    }

    @Override
    public Object read(Node node, Place place) {
        String word = Scalars.text(node, place, Tag.STR);
        if (word == null || values.containsKey(word)) {
            return word;
        }
        place.refuse(node, "\"" + word + "\" is not one of " + words());
        return null;
    }

    private String words() {
        return values.keySet().stream().filter(word -> !word.isEmpty()).sorted().collect(Collectors.joining(", "));
    }

    @Override
    public Object fromNats(JsonValue json) {
        return values.entrySet().stream()
                .filter(entry -> entry.getValue().equals(json.string))
                .map(Map.Entry::getKey)
                .findFirst()
                // A word that NACK has no word for; it differs from all that can be declared.
                .orElse(json.string);
    }

    @Override
    public JsonValue toNats(Object value) {
        return new JsonValue(values.get((String) value));
    }
}
