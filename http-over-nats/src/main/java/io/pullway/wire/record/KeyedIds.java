package io.pullway.wire.record;

import io.pullway.wire.RequestId;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The ids of keyed requests: a UUIDv8 from HMAC-SHA-256 over principal, resource and key, each with its
 * length, so that nobody without the secret can tell the id of another's key. Any thread.
 */
public final class KeyedIds {
    private static final String ALGORITHM = "HmacSHA256";

    /** Copied for each use: to make one anew costs more than the digest. */
    private final List<Mac> macs;

    /**
     * @param secrets the current one first; then those of before, for as long as answers are kept. Each at least
     *     16 octets, the same in all proxies
     */
    public KeyedIds(List<byte[]> secrets) {
        if (secrets.isEmpty() || secrets.stream().anyMatch(secret -> secret.length < 16)) {
            throw new IllegalArgumentException("at least one secret is needed, and each of at least 16 octets");
        }
        this.macs = secrets.stream().map(KeyedIds::mac).toList();
    }

    /**
     * The id under which the request may have a record: by the current secret first, then by the older ones. If
     * one of the older has a record, that one is asked for; else the first id is claimed.
     */
    public List<RequestId> of(Principal principal, String resource, IdempotencyKey.Valid key) {
        List<RequestId> ids = new ArrayList<>(macs.size());
        for (Mac mac : macs) {
            ids.add(id(mac, principal, resource, key));
        }
        return ids;
    }

    private static RequestId id(Mac of, Principal principal, String resource, IdempotencyKey.Valid key) {
        try {
            Mac mac = (Mac) of.clone();
            mac.update(Digests.part(principal.text()));
            mac.update(Digests.part(resource));
            mac.update(Digests.part(key.text()));
            return RequestId.ofDigest(mac.doFinal());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("was copied before", e);
        }
    }

    private static Mac mac(byte[] secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            // Fails here and not at the first request, where the JDK is set to use one that cannot.
            return (Mac) mac.clone();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the provider of HmacSHA256 makes none that can be copied", e);
        }
    }
}
