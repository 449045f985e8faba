package io.pullway.cli.streams;

import io.nats.client.support.JsonValue;
import org.yaml.snakeyaml.nodes.Node;

/**
 * What the values of a field are: how they are written in YAML and in the JSON of NATS. Between the two
 * they are plain values whose {@code equals} says whether two declarations mean the same.
 */
sealed interface FieldType permits Text, Choice, Whole, Flag, Span, Moment, Many, Group, Labels {
    /** What NATS takes a missing field for. */
    Object zero();

    /** The value, or null after a problem was noted at {@code place}. Types are strict: {@code "5"} is no number. */
    Object read(Node node, Place place);

    Object fromNats(JsonValue json);

    JsonValue toNats(Object value);

    default String show(Object value) {
        return value.equals(zero()) ? "(none)" : value.toString();
    }
}
