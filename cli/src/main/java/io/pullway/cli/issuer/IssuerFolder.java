package io.pullway.cli.issuer;

import io.pullway.cli.streams.RefusedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/**
 * The keys of the development issuer in a folder that nobody else may read: {@code key.json}, which signs, and
 * {@code jwks.json}, the public keys for who verifies. Processes may use one folder at the same time: changes
 * exclude each other, files are replaced as a whole, and a public key is there before anything is signed with it.
 */
public final class IssuerFolder {
    /** Who has rotated so often has no use for the tokens of the first of these keys. */
    private static final int MAX_PUBLIC_KEYS = 10;

    private final Path folder;
    private final Path signing;
    private final Path published;

    public IssuerFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        this.signing = this.folder.resolve("key.json");
        this.published = this.folder.resolve("jwks.json");
    }

    /** The public keys, as a file. It is there once {@link #signingKey} or {@link #rotate} has returned. */
    public Path published() {
        return published;
    }

    /** The key that signs now; the first call makes it. */
    public PublicJsonWebKey signingKey() throws RefusedException {
        try {
            return Files.exists(signing) && Files.exists(published) ? readSigningKey() : changed(false);
        } catch (IOException e) {
            throw refused(e);
        }
    }

    /** Signs with a new key from now on. Tokens of the keys before are still good: their public keys stay. */
    public PublicJsonWebKey rotate() throws RefusedException {
        try {
            return changed(true);
        } catch (IOException e) {
            throw refused(e);
        }
    }

    private PublicJsonWebKey changed(boolean always) throws IOException, RefusedException {
        Files.createDirectories(folder, readableByOwner("rwx------"));
        try (FileChannel file = FileChannel.open(
                        folder.resolve("lock"),
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        readableByOwner("rw-------"));
                var lock = file.lock()) {
            boolean exists = Files.exists(signing);
            PublicJsonWebKey key = exists && !always ? readSigningKey() : generated();
            publish(key);
            if (!exists || always) {
                replace(signing, key.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE));
            }
            return key;
        }
    }

    private void publish(PublicJsonWebKey newest) throws IOException, RefusedException {
        List<JsonWebKey> keys = new ArrayList<>();
        keys.add(newest);
        for (JsonWebKey known : readPublished()) {
            if (!known.getKeyId().equals(newest.getKeyId()) && keys.size() < MAX_PUBLIC_KEYS) {
                keys.add(known);
            }
        }
        replace(published, new JsonWebKeySet(keys).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
    }

    private PublicJsonWebKey readSigningKey() throws IOException, RefusedException {
        try {
            PublicJsonWebKey key = PublicJsonWebKey.Factory.newPublicJwk(Files.readString(signing));
            if (key instanceof EllipticCurveJsonWebKey && key.getPrivateKey() != null && key.getKeyId() != null) {
                return key;
            }
        } catch (JoseException e) {
            // As if it were another key.
        }
        throw unreadable(signing);
    }

    private List<JsonWebKey> readPublished() throws IOException, RefusedException {
        try {
            List<JsonWebKey> keys = new JsonWebKeySet(Files.readString(published)).getJsonWebKeys();
            if (keys.stream().allMatch(key -> key.getKeyId() != null)) {
                return keys;
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (JoseException e) {
            // As if it were another file.
        }
        throw unreadable(published);
    }

    private static PublicJsonWebKey generated() {
        try {
            EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(key.calculateBase64urlEncodedThumbprint("SHA-256"));
            key.setAlgorithm(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
            key.setUse("sig");
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    /** Nobody ever reads half of it. */
    private void replace(Path file, String content) throws IOException {
        Path whole = Files.createTempFile(folder, file.getFileName().toString(), ".new", readableByOwner("rw-------"));
        try {
            Files.writeString(whole, content + "\n");
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private static FileAttribute<?>[] readableByOwner(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private RefusedException unreadable(Path file) {
        return new RefusedException(file + ": this is no file of pullway token. Move the folder " + folder
                + " away, or say another with --keys; new keys are made then, and tokens of the old ones are refused.");
    }

    private RefusedException refused(IOException e) {
        return new RefusedException("The keys in " + folder + " cannot be read or written ("
                + e.getClass().getSimpleName() + ": " + e.getMessage() + "): --keys says another folder.");
    }
}
