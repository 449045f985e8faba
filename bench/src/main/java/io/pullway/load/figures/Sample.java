package io.pullway.load.figures;

import java.nio.charset.StandardCharsets;

/** The body of every request and of every answer that is measured: JSON of 108 bytes. */
public final class Sample {
    /** On one line, without a single quote. */
    public static final String JSON =
            "{\"id\":4711,\"firstName\":\"Ada\",\"lastName\":\"Lovelace\",\"service\":\"printing\",\"score\":5,\"note\":\"prompt, precise!\"}";

    private Sample() {}

    public static byte[] bytes() {
        return JSON.getBytes(StandardCharsets.US_ASCII);
    }
}
