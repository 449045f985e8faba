package io.pullway.cli.streams;

import java.util.List;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads single values out of YAML, strictly. */
final class Scalars {
    private Scalars() {}

    /** Its text when it has one of the tags, else null after a problem was noted. */
    static String text(Node node, Place place, Tag... tags) {
        if (node instanceof ScalarNode scalar && List.of(tags).contains(node.getTag())) {
            return scalar.getValue();
        }
        place.refuse(node, "must be " + wanted(tags[0]) + found(node));
        return null;
    }

    private static String wanted(Tag tag) {
        return tag.equals(Tag.INT) ? "a whole number" : tag.equals(Tag.BOOL) ? "true or false" : "text";
    }

    static String found(Node node) {
        return switch (node) {
            case MappingNode map -> ", not a map";
            case SequenceNode list -> ", not a list";
            case ScalarNode scalar when scalar.getTag().equals(Tag.STR) -> ", not \"" + scalar.getValue() + "\"";
            case ScalarNode scalar ->
                ", not " + scalar.getValue() + " (text that looks like something else needs quotes)";
            default -> "";
        };
    }

    /** The name of a field; anything but plain text is no name that any table knows. */
    static String key(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
    }
}
