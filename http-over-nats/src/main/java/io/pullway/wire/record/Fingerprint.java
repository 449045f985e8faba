package io.pullway.wire.record;

import io.pullway.wire.Body;
import java.security.MessageDigest;

/** What makes two requests the same one under one key: method, target, content type and body. */
public final class Fingerprint {
    private Fingerprint() {}

    /**
     * @param target as it is forwarded, query included
     * @param contentType as sent, or null
     * @return SHA-256 over the parts, each with its length: 43 characters of {@code A-Z a-z 0-9 _ -}
     */
    public static String of(String method, String target, String contentType, Body body) {
        MessageDigest digest = Digests.sha256();
        digest.update(Digests.part(method));
        digest.update(Digests.part(target));
        digest.update(Digests.part(contentType));
        digest.update(body.array(), body.offset(), body.length());
        return Digests.text(digest);
    }
}
