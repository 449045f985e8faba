package io.pullway.wire;

/** What the platform knows of HTTP's methods. */
public final class HttpMethods {
    private HttpMethods() {}

    /** Whether a request of this method may be run again (RFC 9110 section 9.2.2); false for unknown ones. */
    public static boolean isIdempotent(String method) {
        return switch (method) {
            case "GET", "HEAD", "PUT", "DELETE", "OPTIONS" -> true;
            default -> false;
        };
    }
}
