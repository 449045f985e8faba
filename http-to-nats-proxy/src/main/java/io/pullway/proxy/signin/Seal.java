package io.pullway.proxy.signin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwe.ContentEncryptionAlgorithmIdentifiers;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jwe.KeyManagementAlgorithmIdentifiers;
import org.jose4j.lang.JoseException;

/**
 * Makes text that only proxies with the same secrets can read or make: a JWE (RFC 7516), AES-256-GCM with a key of
 * its own for each purpose. Safe for all threads.
 */
final class Seal {
    private static final int MIN_SECRET = 32;

    private final List<SecretKey> keys;

    /**
     * @param secrets that seals first, those that only open after it
     * @param purpose what is sealed for one purpose does not open for another
     * @throws IllegalArgumentException with one sentence if a secret is too short
     */
    Seal(List<String> secrets, String purpose) {
        if (secrets.isEmpty() || secrets.stream().anyMatch(secret -> secret.length() < MIN_SECRET)) {
            throw new IllegalArgumentException("pullway.sign-in.cookie-secrets holds none or a short one; allowed: one"
                    + " or more of at least " + MIN_SECRET + " characters, as head -c 32 /dev/urandom | base64 prints");
        }
        this.keys = secrets.stream().map(secret -> key(secret, purpose)).toList();
    }

    String seal(String text) {
        JsonWebEncryption jwe = new JsonWebEncryption();
        jwe.setAlgorithmHeaderValue(KeyManagementAlgorithmIdentifiers.DIRECT);
        jwe.setEncryptionMethodHeaderParameter(ContentEncryptionAlgorithmIdentifiers.AES_256_GCM);
        // Tokens are base64, which this undoes: a browser keeps no more than 4 KiB a cookie.
        jwe.enableDefaultCompression();
        jwe.setKey(keys.getFirst());
        jwe.setPayload(text);
        try {
            return jwe.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("every JDK has AES-256-GCM", e);
        }
    }

    /** The text, or null if none of these secrets sealed it, or it was changed. */
    String open(String sealed) {
        for (SecretKey key : keys) {
            String text = open(sealed, key);
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    private static String open(String sealed, SecretKey key) {
        JsonWebEncryption jwe = new JsonWebEncryption();
        jwe.setAlgorithmConstraints(
                new AlgorithmConstraints(ConstraintType.PERMIT, KeyManagementAlgorithmIdentifiers.DIRECT));
        jwe.setContentEncryptionAlgorithmConstraints(
                new AlgorithmConstraints(ConstraintType.PERMIT, ContentEncryptionAlgorithmIdentifiers.AES_256_GCM));
        jwe.setKey(key);
        try {
            jwe.setCompactSerialization(sealed);
            return jwe.getPlaintextString();
        } catch (JoseException | RuntimeException e) {
            // Forged, or of another secret: whoever asks cannot do anything else about either. The library throws
            // ClassCastException and others at headers whose members are of other types than it thinks.
            return null;
        }
    }

    private static SecretKey key(String secret, String purpose) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "AES",
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(secret.getBytes(StandardCharsets.UTF_8))
                                    .thenExpand(("pullway " + purpose).getBytes(StandardCharsets.UTF_8), 32));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HKDF", e);
        }
    }
}
