package io.pullway.wire;

/** How a request waits for its answer; the first token of its subject. */
public enum RequestKind {
    /** Plain: the answer goes to the proxy that asked. */
    HTTP("http"),
    /** Has a claim, its caller waits: the answer goes to its record. */
    KEYED("keyed"),
    /** Has a claim, nobody waits on the connection: the answer goes to its record. */
    LATER("later");

    private static final RequestKind[] ALL = values();

    private final String token;

    RequestKind(String token) {
        this.token = token;
    }

    public String token() {
        return token;
    }

    /** The kind of a request with this subject, or null: it is no request. */
    public static RequestKind ofSubject(String subject) {
        for (RequestKind kind : ALL) {
            int end = kind.token.length();
            if (subject.startsWith(kind.token) && subject.length() > end && subject.charAt(end) == '.') {
                return kind;
            }
        }
        return null;
    }
}
