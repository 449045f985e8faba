package io.pullway.cli;

import io.pullway.cli.streams.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** TLS from PEM files, as the nats CLI and nats-server have them. */
final class PemFiles {
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private PemFiles() {}

    /**
     * @param authorities file of those to believe, null for those of the JDK
     * @param certificate file of the one to show, null for none; then with its {@code key}
     */
    static SSLContext context(String authorities, String certificate, String key) throws RefusedException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    certificate == null ? null : keys(certificate, key),
                    authorities == null ? null : trust(authorities),
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new RefusedException("TLS cannot be set up with these files: " + e.getMessage() + ".");
        }
    }

    private static TrustManager[] trust(String file) throws RefusedException, GeneralSecurityException, IOException {
        KeyStore store = empty();
        for (Certificate certificate : certificates(file)) {
            store.setCertificateEntry("ca-" + store.size(), certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] keys(String certificate, String key)
            throws RefusedException, GeneralSecurityException, IOException {
        if (key == null) {
            throw new RefusedException("--tlscert needs the key of its certificate: say it with --tlskey.");
        }
        KeyStore store = empty();
        store.setKeyEntry(
                "own", privateKey(key), new char[0], certificates(certificate).toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(String file)
            throws RefusedException, GeneralSecurityException {
        byte[] pem = text(file).getBytes(StandardCharsets.ISO_8859_1);
        Collection<? extends Certificate> certificates =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
        if (certificates.isEmpty()) {
            throw new RefusedException(file + ": there is no certificate (PEM) in this file.");
        }
        return certificates;
    }

    private static PrivateKey privateKey(String file) throws RefusedException, GeneralSecurityException {
        Matcher found = PKCS8.matcher(text(file));
        if (found.find()) {
            PKCS8EncodedKeySpec key =
                    new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(1)));
            for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(key);
                } catch (InvalidKeySpecException e) {
                    // Of another kind.
                }
            }
        }
        throw new RefusedException(file + ": there is no key in PKCS#8 in this file; make one of it with:"
                + " openssl pkcs8 -topk8 -nodes -in " + file);
    }

    private static String text(String file) throws RefusedException {
        try {
            return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new RefusedException(file + ": this file cannot be read.");
        }
    }
}
