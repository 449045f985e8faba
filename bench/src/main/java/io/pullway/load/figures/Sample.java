package io.pullway.load.figures;

import java.nio.charset.StandardCharsets;

/** The body of every request and of every answer that is measured: JSON, of as many bytes as this JVM was told. */
public final class Sample {
    /** System property: how many bytes. */
    public static final String BYTES = "bench.body-bytes";

    /** The least, and the usual. */
    public static final int LEAST_BYTES = 108;

    /** On one line, without a single quote. */
    public static final String JSON = json(Integer.getInteger(BYTES, LEAST_BYTES));

    private Sample() {}

    static String json(int bytes) {
        String note = "prompt, precise!" + "!".repeat(bytes - LEAST_BYTES);
        return "{\"id\":4711,\"firstName\":\"Ada\",\"lastName\":\"Lovelace\",\"service\":\"printing\",\"score\":5,\"note\":\""
                + note + "\"}";
    }

    public static byte[] bytes() {
        return JSON.getBytes(StandardCharsets.US_ASCII);
    }
}
