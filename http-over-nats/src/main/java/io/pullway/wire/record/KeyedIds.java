package io.pullway.wire.record;

import io.pullway.wire.RequestId;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The ids of keyed requests: a UUIDv8 from HMAC-SHA-256 over principal, resource and key, each with its
 * length, so that nobody without the secret can tell the id of another's key. Any thread.
 */
public final class KeyedIds {
    private static final String ALGORITHM = "HmacSHA256";

    private final List<SecretKeySpec> secrets;

    /**
     * @param secrets the current one first; then those of before, for as long as answers are kept. Each at least
     *     16 octets, the same in all proxies
     */
    public KeyedIds(List<byte[]> secrets) {
        if (secrets.isEmpty() || secrets.stream().anyMatch(secret -> secret.length < 16)) {
            throw new IllegalArgumentException("at least one secret is needed, and each of at least 16 octets");
        }
        this.secrets = secrets.stream()
                .map(secret -> new SecretKeySpec(secret, ALGORITHM))
                .toList();
    }

    /**
     * The id under which the request may have a record: by the current secret first, then by the older ones. If
     * one of the older has a record, that one is asked for; else the first id is claimed.
     */
    public List<RequestId> of(Principal principal, String resource, IdempotencyKey.Valid key) {
        return secrets.stream()
                .map(secret -> id(secret, principal, resource, key))
                .toList();
    }

    private static RequestId id(SecretKeySpec secret, Principal principal, String resource, IdempotencyKey.Valid key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            mac.update(Digests.part(principal.text()));
            mac.update(Digests.part(resource));
            mac.update(Digests.part(key.text()));
            return RequestId.ofDigest(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
