package io.pullway.scenario;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/**
 * A request to the echo service that no other equals: a nonce stands in its target, and in the body of a
 * POST or PUT as well.
 *
 * @param delayMillis for which the service holds the answer
 */
record Call(String method, int delayMillis, String nonce) {
    /** What the targets of all begin with, below the API root. */
    static final String TARGET = "/echo/chaos";

    static Call get() {
        return get(0);
    }

    static Call get(int delayMillis) {
        return new Call("GET", delayMillis, Seed.name());
    }

    /** Not idempotent: must never be run twice. */
    static Call post(int delayMillis) {
        return new Call("POST", delayMillis, Seed.name());
    }

    /** Idempotent, with a body. */
    static Call put(int delayMillis) {
        return new Call("PUT", delayMillis, Seed.name());
    }

    /** @param random that its nonce comes from */
    static Call random(String method, int delayMillis, Random random) {
        return new Call(method, delayMillis, Seed.name(random));
    }

    byte[] bytes() {
        RawRequest request = RawRequest.of(method, "/api" + target());
        return (hasBody() ? request.body(body()) : request).bytes();
    }

    boolean isEchoedBy(Echoed echoed) {
        return echoed.method().equals(method)
                && echoed.target().equals(target())
                && Arrays.equals(echoed.body(), body());
    }

    private String target() {
        return TARGET + "?nonce=" + nonce + (delayMillis > 0 ? "&delay=" + delayMillis : "");
    }

    private byte[] body() {
        return hasBody() ? nonce.getBytes(StandardCharsets.US_ASCII) : new byte[0];
    }

    private boolean hasBody() {
        return !method.equals("GET");
    }
}
