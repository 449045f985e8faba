package io.pullway.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The ids of the requests that a service makes of others while it works on one: a UUIDv8 of the first octets of
 * SHA-256. A request that is delivered again makes its calls again, under the same ids. A call with another body is
 * another one: nobody gets the answer to what was never asked.
 */
public final class CallIds {
    private CallIds() {}

    /**
     * @param caller the request that is worked on
     * @param bodyDigest of {@link #digest}
     * @param number of the call among those of this method, target and body in it, from 1
     */
    public static RequestId of(RequestId caller, String method, String target, String bodyDigest, int number) {
        MessageDigest digest = sha256();
        for (String part : new String[] {caller.text(), method, target, bodyDigest, Integer.toString(number)}) {
            byte[] octets = part.getBytes(StandardCharsets.ISO_8859_1);
            // Each with its length: no two lists of parts are the same octets.
            digest.update(ByteBuffer.allocate(4).putInt(octets.length).flip());
            digest.update(octets);
        }
        return RequestId.ofDigest(digest.digest());
    }

    /** SHA-256 of the octets of a body, in 64 lower-case hexadecimal digits. */
    public static String digest(Body body) {
        MessageDigest digest = sha256();
        digest.update(body.array(), body.offset(), body.length());
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
