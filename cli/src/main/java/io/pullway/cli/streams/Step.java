package io.pullway.cli.streams;

import io.nats.client.support.JsonValue;
import java.util.List;
import java.util.stream.Collectors;

/** What is to be done for one declared resource. */
sealed interface Step {
    Declared resource();

    record Create(Declared resource) implements Step {}

    /** @param existing the configuration as the server has it */
    record Update(Declared resource, JsonValue existing, List<Difference> differences) implements Step {}

    /** It is as declared. */
    record Leave(Declared resource) implements Step {}

    /** It is not as declared, and {@code preventUpdate} says to leave it so. */
    record Prevented(Declared resource, List<Difference> differences) implements Step {}

    /** One line for people, of what was done or would be. */
    default String line(boolean done) {
        String label = resource().shortLabel();
        return switch (this) {
            case Create create -> (done ? "created " : "would create ") + label;
            case Update update -> (done ? "updated " : "would update ") + label + ": " + list(update.differences());
            case Leave leave -> "unchanged " + label;
            case Prevented prevented ->
                "left " + label + " as it is (preventUpdate), although: " + list(prevented.differences());
        };
    }

    private static String list(List<Difference> differences) {
        return differences.stream().map(Difference::toString).collect(Collectors.joining(", "));
    }
}
