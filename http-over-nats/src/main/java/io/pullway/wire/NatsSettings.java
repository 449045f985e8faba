package io.pullway.wire;

import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.support.NatsUri;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How to reach and enter NATS: {@code pullway.nats.*}, the same in every program of the platform.
 *
 * @param servers {@code pullway.nats.servers}: URLs ({@code nats://}, {@code tls://}), separated by
 *     commas; default {@code nats://127.0.0.1:4222}
 * @param login {@code pullway.nats.creds} (path of a credentials file), or {@code pullway.nats.user} and
 *     {@code pullway.nats.password}; default none
 * @param trustStore {@code pullway.nats.trust-store} and {@code pullway.nats.trust-store-password}: PKCS12 or
 *     JKS with the authorities of the servers; default those of the JDK
 * @param keyStore {@code pullway.nats.key-store} and {@code pullway.nats.key-store-password}: the
 *     certificate that this client shows; default none
 * @param inboxPrefix {@code pullway.nats.inbox-prefix}: private to the NATS user; default {@code
 *     _INBOX_<user>}, {@code _INBOX_pullway} without a user
 */
public record NatsSettings(List<String> servers, Login login, Store trustStore, Store keyStore, String inboxPrefix) {
    /** Not WebSocket: requests travel on a plain TCP connection, or one with TLS. */
    private static final Set<String> SCHEMES = Set.of("nats", "tls", "opentls");

    private static final String DEFAULT_SERVER = "nats://127.0.0.1:4222";

    /** Who this client is. */
    public sealed interface Login {}

    public record Anonymous() implements Login {}

    public record UserAndPassword(String user, String password) implements Login {
        @Override
        public String toString() {
            return "UserAndPassword[" + user + "]";
        }
    }

    public record CredentialsFile(Path path) implements Login {}

    /** A key store file; {@code path} null means none. */
    public record Store(String path, String password) {
        static final Store NONE = new Store(null, null);

        @Override
        public String toString() {
            return "Store[" + path + "]";
        }
    }

    /**
     * Reads the settings.
     *
     * @param config the value of a property by its name, empty if it is not set
     * @throws IllegalArgumentException with one sentence that names the property, if a value is not valid
     */
    public static NatsSettings from(Function<String, Optional<String>> config) {
        List<String> servers = Stream.of(config.apply("pullway.nats.servers")
                        .orElse(DEFAULT_SERVER)
                        .split(","))
                .map(String::strip)
                .filter(url -> !url.isEmpty())
                .toList();
        if (servers.isEmpty()) {
            throw new IllegalArgumentException(
                    "pullway.nats.servers is empty; allowed: NATS URLs, separated by commas");
        }
        servers.forEach(NatsSettings::requireUrl);
        Login login = login(config);
        String owner = login instanceof UserAndPassword known ? known.user() : "pullway";
        String inboxPrefix = config.apply("pullway.nats.inbox-prefix").orElse("_INBOX_" + owner);
        if (!Subjects.isName(inboxPrefix)) {
            throw new IllegalArgumentException(
                    "pullway.nats.inbox-prefix is '" + inboxPrefix + "'; allowed: 1 to 64 letters, digits, _ and -");
        }
        return new NatsSettings(
                servers,
                login,
                store(config, "pullway.nats.trust-store"),
                store(config, "pullway.nats.key-store"),
                inboxPrefix);
    }

    private static Login login(Function<String, Optional<String>> config) {
        Optional<String> creds = config.apply("pullway.nats.creds");
        if (creds.isPresent()) {
            return new CredentialsFile(readable("pullway.nats.creds", creds.get()));
        }
        return config.apply("pullway.nats.user")
                .<Login>map(user -> new UserAndPassword(
                        user, config.apply("pullway.nats.password").orElse("")))
                .orElseGet(Anonymous::new);
    }

    private static Store store(Function<String, Optional<String>> config, String property) {
        return config.apply(property)
                .map(path -> new Store(
                        readable(property, path).toString(),
                        config.apply(property + "-password").orElse("")))
                .orElse(Store.NONE);
    }

    private static void requireUrl(String url) {
        try {
            if (!SCHEMES.contains(new NatsUri(url).getScheme())) {
                throw new URISyntaxException(url, "not a scheme that both connections speak");
            }
        } catch (URISyntaxException e) {
            // What stands before an @ may be a password.
            throw new IllegalArgumentException("pullway.nats.servers holds '" + url.substring(url.lastIndexOf('@') + 1)
                    + "'; allowed: URLs such as nats://127.0.0.1:4222, separated by commas");
        }
    }

    private static Path readable(String property, String file) {
        try {
            Path path = Path.of(file);
            if (Files.isReadable(path) && !Files.isDirectory(path)) {
                return path;
            }
        } catch (InvalidPathException e) {
            // Said below, as for a file that is not there.
        }
        throw new IllegalArgumentException(property + " is '" + file + "', which is not a file that can be read");
    }

    /**
     * The options that every connection of the platform needs: for ever reconnecting, nothing buffered
     * while disconnected (a publish fails at once), and a connection that no longer answers noticed in
     * about three seconds.
     */
    Options.Builder options() {
        Options.Builder options = Options.builder()
                .servers(servers.toArray(String[]::new))
                .inboxPrefix(inboxPrefix + ".")
                // Every subject that is published to is made or checked by Subjects and RequestSubject.
                .subjectValidationType(Options.SubjectValidationType.None)
                .maxReconnects(-1)
                .reconnectWait(Duration.ofMillis(250))
                .reconnectJitter(Duration.ofMillis(100))
                .reconnectBufferSize(0)
                .connectionTimeout(Duration.ofSeconds(2))
                .socketWriteTimeout(Duration.ofSeconds(4))
                .pingInterval(Duration.ofSeconds(1))
                .maxPingsOut(2);
        switch (login) {
            case Anonymous() -> {}
            case UserAndPassword(String user, String password) -> options.userInfo(user, password);
            case CredentialsFile(Path path) -> options.authHandler(Nats.credentials(path.toString()));
        }
        if (trustStore.path() != null) {
            options.truststorePath(trustStore.path())
                    .truststorePassword(trustStore.password().toCharArray());
        }
        if (keyStore.path() != null) {
            options.keystorePath(keyStore.path())
                    .keystorePassword(keyStore.password().toCharArray());
        }
        return options;
    }
}
