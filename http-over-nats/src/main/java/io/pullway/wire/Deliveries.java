package io.pullway.wire;

/**
 * How often, and how far apart, a message is delivered at most: the defaults of consumers and servers, which
 * whoever sends does not see. How long messages and records live depends on them.
 */
public final class Deliveries {
    public static final long ACK_WAIT_MILLIS = 10_000;

    private static final int DIRECT = 5;
    private static final int LATER = 20;

    private Deliveries() {}

    public static int of(RequestKind kind) {
        return kind == RequestKind.LATER ? LATER : DIRECT;
    }
}
