package io.pullway.cli;

import io.nats.client.AuthHandler;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.pullway.cli.streams.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** Connects as the options of the command line say, with messages that tell what to do when that fails. */
final class NatsConnections {
    private final NatsOptions settings;
    private final AtomicReference<String> lastError = new AtomicReference<>("");

    NatsConnections(NatsOptions settings) {
        this.settings = settings;
    }

    /** What the server last complained about, such as a missing permission; empty if nothing. */
    String lastError() {
        return lastError.get();
    }

    /** @throws RefusedException when no server takes the connection within the time-out */
    Connection connect() throws RefusedException {
        String shown = settings.server().replaceAll("//[^/@]*@", "//");
        try {
            return Nats.connect(options());
        } catch (AuthenticationException e) {
            throw new RefusedException("NATS at " + shown + " refuses these credentials: say others with --creds,"
                    + " or --user and --password.");
        } catch (IOException e) {
            throw new RefusedException(
                    "NATS cannot be reached at " + shown + ": is it running? --server or NATS_URL says where it is.");
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    "\"" + shown + "\" is no address of a NATS server: write for example" + " nats://127.0.0.1:4222.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("Interrupted.");
        }
    }

    private Options options() throws RefusedException {
        Duration timeout = settings.timeout();
        Options.Builder options = new Options.Builder()
                .server(settings.server())
                .connectionName("pullway")
                .connectionTimeout(timeout)
                .noReconnect()
                .reportNoResponders()
                .inboxPrefix(settings.inboxPrefix())
                .errorListener(new ErrorListener() {
                    @Override
                    public void errorOccurred(Connection connection, String error) {
                        lastError.set(error);
                    }
                });
        if (settings.credentials() != null) {
            options.authHandler(credentials(settings.credentials()));
        } else if (settings.user() != null) {
            options.userInfo(settings.user(), settings.password() == null ? "" : settings.password());
        }
        return options.build();
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
