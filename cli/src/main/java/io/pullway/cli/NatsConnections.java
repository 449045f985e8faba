package io.pullway.cli;

import io.nats.client.AuthHandler;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.pullway.cli.status.ServerAddress;
import io.pullway.cli.streams.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Connects as the options of the command line say, with messages that tell what to do when that fails. */
final class NatsConnections {
    private final NatsOptions settings;
    private final NatsOptions.Source first;
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    /** While connecting, jnats tells the reason here and throws only that it could not. */
    private final AtomicReference<Exception> lastProblem = new AtomicReference<>();

    NatsConnections(NatsOptions settings) {
        this(settings, setting -> null);
    }

    /** @param first is asked before the options: another login for the same server */
    NatsConnections(NatsOptions settings, NatsOptions.Source first) {
        this.settings = settings;
        this.first = first;
    }

    /** What the server last complained about, such as a missing permission; empty if nothing. */
    String lastError() {
        List<String> all = complaints();
        return all.isEmpty() ? "" : all.getLast();
    }

    /** All that the server has complained about, the oldest first. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** @throws RefusedException when no server takes the connection within the time-out */
    Connection connect() throws RefusedException {
        List<NatsOptions.Source> sources =
                Stream.concat(Stream.of(first), settings.sources().stream()).toList();
        String server = first(sources, "url", NatsOptions.DEFAULT_SERVER);
        String shown = ServerAddress.shown(server);
        try {
            return Nats.connect(options(server, sources));
        } catch (AuthenticationException e) {
            throw new RefusedException("NATS at " + shown + " refuses these credentials: say others with --creds,"
                    + " or --user and --password.");
        } catch (IOException e) {
            throw new RefusedException(isAboutTls(e) || isAboutTls(lastProblem.get()) ? noTls(shown) : away(shown));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    "\"" + shown + "\" is no address of a NATS server: write for example" + " nats://127.0.0.1:4222.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("Interrupted.");
        }
    }

    private static boolean isAboutTls(Exception problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof SSLException || message.contains("SSL ")) {
                return true;
            }
        }
        return false;
    }

    private static String noTls(String shown) {
        return "NATS at " + shown + " and this program do not agree on TLS: write tls://, and say with --tlsca"
                + " whose certificates to believe.";
    }

    private static String away(String shown) {
        return "NATS cannot be reached at " + shown + ": is it running? --server or NATS_URL says where it is.";
    }

    private Options options(String server, List<NatsOptions.Source> sources) throws RefusedException {
        Options.Builder options = new Options.Builder()
                .server(server)
                .connectionName("pullway")
                .connectionTimeout(settings.timeout())
                .noReconnect()
                .reportNoResponders()
                .inboxPrefix(first(sources, "inbox_prefix", "_INBOX"))
                .errorListener(new ErrorListener() {
                    @Override
                    public void errorOccurred(Connection connection, String error) {
                        complaints.add(error);
                    }

                    @Override
                    public void exceptionOccurred(Connection connection, Exception problem) {
                        lastProblem.set(problem);
                    }
                });
        String authorities = first(sources, "ca", null);
        String certificate = first(sources, "cert", null);
        if (authorities != null || certificate != null) {
            options.sslContext(PemFiles.context(authorities, certificate, first(sources, "key", null)));
        }
        for (NatsOptions.Source source : sources) {
            if (logIn(options, source, sources)) {
                break;
            }
        }
        return options.build();
    }

    /** @return false if this source does not say who connects: the next one may */
    private static boolean logIn(Options.Builder options, NatsOptions.Source source, List<NatsOptions.Source> all)
            throws RefusedException {
        if (source.apply("creds") != null) {
            options.authHandler(credentials(source.apply("creds")));
        } else if (source.apply("nkey") != null) {
            options.authHandler(seed(source.apply("nkey")));
        } else if (source.apply("user") != null) {
            options.userInfo(source.apply("user"), first(all, "password", ""));
        } else if (source.apply("token") != null) {
            options.token(source.apply("token").toCharArray());
        } else {
            return false;
        }
        return true;
    }

    private static String first(List<NatsOptions.Source> sources, String setting, String otherwise) {
        for (NatsOptions.Source source : sources) {
            String value = source.apply(setting);
            if (value != null) {
                return value;
            }
        }
        return otherwise;
    }

    private static AuthHandler seed(String file) throws RefusedException {
        try {
            char[] seed = Files.readString(Path.of(file)).strip().toCharArray();
            AuthHandler handler = Nats.staticCredentials(null, seed);
            if (handler.getID() != null) {
                return handler;
            }
        } catch (IOException | RuntimeException e) {
            // Refused below.
        }
        throw new RefusedException(file + ": there is no seed of an NKey in this file.");
    }

    private static AuthHandler credentials(String file) throws RefusedException {
        if (!Files.isReadable(Path.of(file))) {
            throw new RefusedException(file + ": there is no such file with credentials.");
        }
        try {
            AuthHandler handler = Nats.credentials(file);
            // Read now: while connecting, jnats would take a useless file for an unreachable server.
            if (handler.getID() != null && handler.getJWT() != null) {
                return handler;
            }
        } catch (RuntimeException noKey) {
            // Refused below.
        }
        throw new RefusedException(file + ": there are no credentials of a NATS user in this file.");
    }
}
