package io.pullway.rating.identity;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Base64;
import java.util.List;

/**
 * The issuer whom the application under test believes, and its two keys. Quarkus loads a test class more than once, in
 * class loaders of its own: the keys are made once, and handed over as a system property.
 */
public final class TestIssuer {
    private static final String KEYS = "pullway.test.keys";
    private static final KeyPair[] PAIRS = pairs();

    public static final SigningKey RSA = new SigningKey("rsa-1", PAIRS[0]);
    public static final SigningKey P256 = new SigningKey("p256-1", PAIRS[1]);

    private TestIssuer() {}

    /** Where the application finds the public keys. */
    public static String jwks() {
        return jwks(RSA, P256);
    }

    /** Where an application finds these public keys and no others. */
    static String jwks(SigningKey... keys) {
        try {
            Path file = Files.createTempFile("pullway-jwks-", ".json");
            file.toFile().deleteOnExit();
            return Files.writeString(file, Issuer.jwks(List.of(keys))).toUri().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value of {@code Authorization} with a good token. */
    public static String bearer(String subject, String... roles) {
        return "Bearer " + Tokens.signed(RSA, subject, roles);
    }

    private static KeyPair[] pairs() {
        try {
            if (System.getProperty(KEYS) == null) {
                KeyPair[] made = {SigningKey.rsa("").pair(), SigningKey.p256("").pair()};
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                    out.writeObject(made);
                }
                System.setProperty(KEYS, Base64.getEncoder().encodeToString(bytes.toByteArray()));
            }
            byte[] bytes = Base64.getDecoder().decode(System.getProperty(KEYS));
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
                return (KeyPair[]) in.readObject();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
