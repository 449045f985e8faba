package io.pullway.wire;

/** How a request waits for its answer; the first token of its subject. */
public enum RequestKind {
    /** Plain: the answer goes to the proxy that asked. */
    HTTP("http"),
    /** Has a claim, its caller waits: the answer goes to its record. */
    KEYED("keyed"),
    /** Has a claim, nobody waits on the connection: the answer goes to its record. */
    LATER("later");

    private final String token;

    RequestKind(String token) {
        this.token = token;
    }

    public String token() {
        return token;
    }
}
