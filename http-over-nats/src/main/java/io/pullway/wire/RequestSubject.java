package io.pullway.wire;

/**
 * Where a request is published: {@code <kind>.<resource>.<method>[.<segment>...]}, made from its method
 * and target, or why it cannot be.
 *
 * <p>Two paths share a subject if and only if their decoded segments are equal.
 */
public sealed interface RequestSubject {
    /** A longer subject gets the request refused; near 4,000 bytes NATS clients lose their connection. */
    int MAX_LENGTH = 1_024;

    /**
     * @param subject safe to publish to: ASCII, no wildcard, no empty token
     * @param resource its second token, the owner of the request
     */
    record Mapped(String subject, String resource) implements RequestSubject {}

    /** @param detail one sentence for the client */
    record Refused(Reason reason, String detail) implements RequestSubject {}

    /** Each has its own HTTP status. */
    enum Reason {
        BAD_TARGET,
        NO_RESOURCE,
        TARGET_TOO_LONG,
        METHOD_NOT_IMPLEMENTED
    }

    /**
     * @param method as received; methods are case-sensitive (RFC 9110 section 9.1)
     * @param target origin form below the API root, starting with a slash, query included
     */
    static RequestSubject of(RequestKind kind, String method, String target) {
        String methodToken = methodToken(method);
        if (methodToken == null) {
            return new Refused(Reason.METHOD_NOT_IMPLEMENTED, "This method is not forwarded to services.");
        }
        if (target.equals("*")) {
            // OPTIONS * (RFC 9110 section 9.3.7) is about the server as a whole, which no service is.
            return new Refused(Reason.METHOD_NOT_IMPLEMENTED, "A request for the server as a whole is not forwarded.");
        }
        int query = target.indexOf('?');
        int end = query < 0 ? target.length() : query;
        if (end < 2 || target.charAt(0) != '/' || target.charAt(1) == '/') {
            return new Refused(Reason.NO_RESOURCE, "The path names no resource.");
        }
        StringBuilder subject = new StringBuilder(end + 24).append(kind.token()).append('.');
        int resourceStart = subject.length();
        int at = target.indexOf('/', 1);
        int resourceEnd = at < 0 || at > end ? end : at;
        SubjectToken.Fault fault = SubjectToken.append(subject, target, 1, resourceEnd);
        String resource = subject.substring(resourceStart);
        subject.append('.').append(methodToken);
        int segmentStart = resourceEnd + 1;
        while (fault == null && segmentStart <= end) {
            int slash = target.indexOf('/', segmentStart);
            int segmentEnd = slash < 0 || slash > end ? end : slash;
            fault = SubjectToken.append(subject.append('.'), target, segmentStart, segmentEnd);
            segmentStart = segmentEnd + 1;
        }
        if (fault != null) {
            return new Refused(Reason.BAD_TARGET, detail(fault));
        }
        if (resource.equals(Subjects.PLATFORM_RESOURCE)) {
            return new Refused(Reason.NO_RESOURCE, "The platform has nothing under this path.");
        }
        if (subject.length() > MAX_LENGTH) {
            return new Refused(Reason.TARGET_TOO_LONG, "The path is longer than a subject may be.");
        }
        return new Mapped(subject.toString(), resource);
    }

    private static String methodToken(String method) {
        return switch (method) {
            case "GET" -> "get";
            case "HEAD" -> "head";
            case "POST" -> "post";
            case "PUT" -> "put";
            case "PATCH" -> "patch";
            case "DELETE" -> "delete";
            case "OPTIONS" -> "options";
            default -> null;
        };
    }

    private static String detail(SubjectToken.Fault fault) {
        return switch (fault) {
            case INVALID_ESCAPE -> "The path holds a percent sign that is not followed by two hex digits.";
            case ENCODED_SEPARATOR -> "The path holds an encoded separator or NUL (%2F, %5C, %00) or a backslash.";
            case DOT_SEGMENT -> "The path holds a dot segment.";
            case ILLEGAL_OCTET -> "The path holds an octet that has to be percent-encoded.";
        };
    }
}
