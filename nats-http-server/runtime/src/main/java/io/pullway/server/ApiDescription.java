package io.pullway.server;

import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The OpenAPI document of this application, if it has one: quarkus-smallrye-openapi is its own choice. Set once, at
 * the start; safe for all threads.
 */
@Singleton
public final class ApiDescription {
    /** Enough to tell the versions of a document apart; no proof of anything. */
    private static final int VERSION_BYTES = 8;

    private volatile Document document;

    /**
     * A document.
     *
     * @param json as {@code application/json}
     * @param version differs where the document does
     */
    record Document(byte[] json, String version) {}

    void is(byte[] json) {
        document = new Document(json, version(json));
    }

    /** Null where there is none. */
    Document document() {
        return document;
    }

    /** Null where there is no document. */
    String version() {
        Document current = document;
        return current == null ? null : current.version();
    }

    private static String version(byte[] json) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(json);
            return HexFormat.of().formatHex(digest, 0, VERSION_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
