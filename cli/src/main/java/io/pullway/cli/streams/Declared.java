package io.pullway.cli.streams;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A stream or a consumer as a file declares it.
 *
 * @param spec complete: what the file leaves out has its default
 * @param where file and line
 */
record Declared(Kind kind, Map<String, Object> spec, String where) {
    String name() {
        return (String) spec.get(kind == Kind.STREAM ? StreamFields.NAME : ConsumerFields.NAME);
    }

    /** The stream itself, or the one that the consumer belongs to. */
    StreamId stream() {
        String name = (String) spec.get(kind == Kind.STREAM ? StreamFields.NAME : ConsumerFields.STREAM);
        return new StreamId((String) spec.getOrDefault(NackFields.DOMAIN, ""), name);
    }

    boolean isKeptAsItIs() {
        return spec.containsKey(NackFields.PREVENT_UPDATE);
    }

    @SuppressWarnings("unchecked") // a list of Text
    List<String> texts(String field) {
        return (List<String>) spec.getOrDefault(field, List.of());
    }

    Problem problem(String message) {
        return new Problem(where, label(), "", message);
    }

    /** As in messages: {@code Stream echo-service}. */
    String label() {
        return kind.label() + " " + shortName();
    }

    /** As in results: {@code consumer echo-service/echo-service-later}. */
    String shortLabel() {
        return kind.label().toLowerCase(Locale.ROOT) + " " + shortName();
    }

    private String shortName() {
        return kind == Kind.STREAM ? name() : stream().name() + "/" + name();
    }
}
