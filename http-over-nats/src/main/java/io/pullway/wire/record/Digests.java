package io.pullway.wire.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Digests over several parts, each with its length: no two lists of parts have the same octets. */
final class Digests {
    private Digests() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Length and octets of a text; -1 as the length of one that is missing. */
    static ByteBuffer part(String text) {
        if (text == null) {
            return ByteBuffer.allocate(4).putInt(-1).flip();
        }
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + octets.length)
                .putInt(octets.length)
                .put(octets)
                .flip();
    }

    /** 43 characters that may be a subject token. */
    static String text(MessageDigest digest) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
    }
}
