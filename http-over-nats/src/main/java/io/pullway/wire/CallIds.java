package io.pullway.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The ids of the requests that a service makes of others while it works on one: a UUIDv8 of the first octets of
 * SHA-256. A request that is delivered again makes its calls again, under the same ids.
 */
public final class CallIds {
    private CallIds() {}

    /**
     * @param caller the request that is worked on
     * @param number of the call among those of this method and target in it, from 1
     */
    public static RequestId of(RequestId caller, String method, String target, int number) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        for (String part : new String[] {caller.text(), method, target, Integer.toString(number)}) {
            byte[] octets = part.getBytes(StandardCharsets.ISO_8859_1);
            // Each with its length: no two lists of parts are the same octets.
            digest.update(ByteBuffer.allocate(4).putInt(octets.length).flip());
            digest.update(octets);
        }
        return RequestId.ofDigest(digest.digest());
    }
}
