package io.pullway.wire;

import io.pullway.wire.RequestSubject.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a path means, written a second time in the plainest way: the model that {@link RequestSubject} is
 * held against. Decoded segments are ISO-8859-1 text, one character for each octet.
 *
 * @param segments decoded, the resource first; empty if the path is refused
 * @param refused why, or null
 */
record PathModel(List<String> segments, Reason refused) {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Pattern INVALID_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern FORBIDDEN = Pattern.compile("[^!-~\u0080-\u00ff]|#");

    static PathModel of(RequestKind kind, String method, String target) {
        if (!METHODS.contains(method) || target.equals("*")) {
            return refused(Reason.METHOD_NOT_IMPLEMENTED);
        }
        String path = target.split("\\?", 2)[0];
        if (!path.startsWith("/") || path.equals("/") || path.startsWith("//")) {
            return refused(Reason.NO_RESOURCE);
        }
        List<String> segments = new ArrayList<>();
        for (String segment : path.substring(1).split("/", -1)) {
            Optional<String> decoded = decode(segment);
            if (decoded.isEmpty() || decoded.get().matches("\\.\\.?")) {
                return refused(Reason.BAD_TARGET);
            }
            segments.add(decoded.get());
        }
        if (segments.getFirst().equals("-")) {
            return refused(Reason.NO_RESOURCE);
        }
        PathModel model = new PathModel(segments, null);
        return model.subjectLength(kind, method) > 1_024 ? refused(Reason.TARGET_TOO_LONG) : model;
    }

    /** The octets of a segment; empty if it holds what no segment may. */
    static Optional<String> decode(String segment) {
        if (INVALID_ESCAPE.matcher(segment).find() || FORBIDDEN.matcher(segment).find()) {
            return Optional.empty();
        }
        String decoded = Pattern.compile("%(..)")
                .matcher(segment)
                .replaceAll(escape -> java.util.regex.Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
        boolean legal = decoded.indexOf('/') < 0 && decoded.indexOf('\\') < 0 && decoded.indexOf(0) < 0;
        return legal ? Optional.of(decoded) : Optional.empty();
    }

    private int subjectLength(RequestKind kind, String method) {
        int length = kind.token().length() + 1 + method.length();
        for (String segment : segments) {
            length += 1 + tokenLength(segment);
        }
        return length;
    }

    private static int tokenLength(String segment) {
        long plain = segment.chars()
                .filter(c -> c < 0x80 && (Character.isLetterOrDigit(c) || c == '_' || c == '-'))
                .count();
        return segment.isEmpty() ? 1 : (int) (plain + 3 * (segment.length() - plain));
    }

    private static PathModel refused(Reason reason) {
        return new PathModel(List.of(), reason);
    }
}
