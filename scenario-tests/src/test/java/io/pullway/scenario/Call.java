package io.pullway.scenario;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * A request to the echo service that no other equals: a nonce stands in its target, and in the body of a
 * POST or PUT as well.
 *
 * @param delayMillis for which the service holds the answer
 */
record Call(String method, int delayMillis, String nonce) {
    static Call get() {
        return get(0);
    }

    static Call get(int delayMillis) {
        return new Call("GET", delayMillis, UUID.randomUUID().toString());
    }

    /** Not idempotent: must never be run twice. */
    static Call post(int delayMillis) {
        return new Call("POST", delayMillis, UUID.randomUUID().toString());
    }

    /** Idempotent, with a body. */
    static Call put(int delayMillis) {
        return new Call("PUT", delayMillis, UUID.randomUUID().toString());
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
        return "/echo/chaos?nonce=" + nonce + (delayMillis > 0 ? "&delay=" + delayMillis : "");
    }

    private byte[] body() {
        return hasBody() ? nonce.getBytes(StandardCharsets.US_ASCII) : new byte[0];
    }

    private boolean hasBody() {
        return !method.equals("GET");
    }
}
