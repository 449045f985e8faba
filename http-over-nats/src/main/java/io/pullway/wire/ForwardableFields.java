package io.pullway.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which field lines travel, in either direction. The rest is between two neighbours (RFC 9110 section
 * 7.6.1) or belongs to the platform.
 */
public final class ForwardableFields {
    private ForwardableFields() {}

    /**
     * The lines of a request that travel, names in lower case. {@code content-length} does not (the
     * payload's length is the message's), nor does {@code expect}: the proxy has met it already. What
     * says who the client is (Forwarded, X-Forwarded-*) is the proxy's to decide and left out.
     */
    public static FieldLines ofRequest(Iterable<Map.Entry<String, String>> received) {
        return copy(received, Direction.REQUEST, false);
    }

    /**
     * The lines of a response that travel, names in lower case.
     *
     * @param lengthIsInformation true for an answer to HEAD and for 304, which have no body but may tell
     *     its length
     */
    public static FieldLines ofResponse(Iterable<Map.Entry<String, String>> made, boolean lengthIsInformation) {
        return copy(made, Direction.RESPONSE, lengthIsInformation);
    }

    /** Whether a line of an answer may reach the client: a server is not believed to have left the others out. */
    public static boolean reachesClient(String name) {
        return !name.equals("connection") && travels(name, Direction.RESPONSE, true);
    }

    private enum Direction {
        REQUEST,
        RESPONSE
    }

    private static FieldLines copy(Iterable<Map.Entry<String, String>> lines, Direction direction, boolean keepLength) {
        FieldLines kept = new FieldLines();
        List<String> connectionOptions = null;
        for (Map.Entry<String, String> line : lines) {
            String name = AsciiText.lower(line.getKey());
            if (name.equals("connection")) {
                connectionOptions = addOptions(connectionOptions, line.getValue());
            } else if (travels(name, direction, keepLength)) {
                kept.add(name, line.getValue());
            }
        }
        return connectionOptions == null ? kept : without(kept, connectionOptions);
    }

    private static boolean travels(String name, Direction direction, boolean keepLength) {
        return switch (name) {
            // "close" is no field but an option of Connection; the name is reserved (RFC 9110 section 18.4).
            case "close", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade" -> false;
            case "content-length" -> keepLength;
            case "http2-settings", "expect", "proxy-authorization" -> direction == Direction.RESPONSE;
            case "forwarded",
                    "x-forwarded-for",
                    "x-forwarded-host",
                    "x-forwarded-proto",
                    "x-forwarded-prefix",
                    "x-forwarded-port",
                    "x-forwarded-ssl" -> direction == Direction.RESPONSE;
            default -> !name.startsWith(OwnFields.PREFIX) && !name.startsWith(":");
        };
    }

    private static List<String> addOptions(List<String> options, String connection) {
        List<String> all = options == null ? new ArrayList<>(2) : options;
        for (String option : connection.split(",")) {
            String name = AsciiText.lower(option.strip());
            // The two that nearly every client sends name no field.
            if (!name.isEmpty() && !name.equals("keep-alive") && !name.equals("close")) {
                all.add(name);
            }
        }
        return all.isEmpty() ? null : all;
    }

    private static FieldLines without(FieldLines lines, List<String> names) {
        FieldLines kept = new FieldLines(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            if (!names.contains(lines.name(i))) {
                kept.add(lines.name(i), lines.value(i));
            }
        }
        return kept;
    }
}
