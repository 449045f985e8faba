package io.pullway.wire;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * One connection to NATS that mends itself, with a watch over its reading end.
 *
 * <p>A message whose NATS header bytes jnats cannot read ends its reader thread silently: the connection
 * goes on saying CONNECTED and publishes, but nothing arrives any more. The watch asks for a PONG every
 * second and connects anew when none comes within two.
 *
 * <p>Threads: {@link #connection} may be used by all; the listener is called on a thread of jnats and
 * must not block.
 */
public final class NatsLink implements AutoCloseable {
    /** What the owner of a link hears. */
    public interface Listener {
        /** Connected for the first time. Subscriptions are made here. */
        void connected(Connection connection);

        /**
         * Connected anew: subscriptions are there again, everything that was under way may be lost. Comes
         * before {@link #connected} too, when the first attempt to connect has failed.
         */
        void reconnected();

        void disconnected();
    }

    private static final Logger LOG = System.getLogger(NatsLink.class.getName());
    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);
    private static final Duration PONG_LIMIT = Duration.ofSeconds(2);

    private final Listener listener;
    private final Thread thread;
    private volatile Connection connection;
    private volatile boolean closed;

    private NatsLink(NatsSettings settings, String name, Listener listener) {
        this.listener = listener;
        Options options = settings.options()
                .connectionName(name)
                .connectionListener((changed, event) -> heard(changed, event))
                .errorListener(new LoggedErrors())
                .build();
        thread = Thread.ofVirtual().name("nats-link").unstarted(() -> run(options));
    }

    /**
     * Starts connecting in the background and returns at once; tries for ever.
     *
     * @param name of the connection, as operators see it in the NATS server
     */
    public static NatsLink open(NatsSettings settings, String name, Listener listener) {
        NatsLink link = new NatsLink(settings, name, listener);
        link.thread.start();
        return link;
    }

    /** The connection, or null before it was made for the first time. */
    public Connection connection() {
        return connection;
    }

    public boolean isConnected() {
        Connection current = connection;
        return current != null && current.getStatus() == Connection.Status.CONNECTED;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        Connection current = connection;
        if (current != null) {
            try {
                current.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run(Options options) {
        try {
            Connection made = Nats.connectReconnectOnConnect(options);
            connection = made;
            if (closed) {
                made.close();
                return;
            }
            listener.connected(made);
            while (!closed) {
                Thread.sleep(WATCH_INTERVAL);
                watch(made);
            }
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "event=nats-link-closed");
        } catch (IOException e) {
            // With endless reconnects only a wrong login or an unusable key store comes here.
            LOG.log(Level.ERROR, "event=nats-refused reason=\"{0}\"", e.getMessage());
        }
    }

    private void watch(Connection watched) throws InterruptedException, IOException {
        if (watched.getStatus() != Connection.Status.CONNECTED) {
            return;
        }
        try {
            watched.flush(PONG_LIMIT);
        } catch (TimeoutException e) {
            if (watched.getStatus() == Connection.Status.CONNECTED && !closed) {
                LOG.log(Level.WARNING, "event=nats-silent action=reconnect limit={0}", PONG_LIMIT);
                watched.forceReconnect();
            }
        } catch (IllegalStateException e) {
            // Closed or disconnected since the question above; the listener hears of that.
            LOG.log(Level.DEBUG, "event=nats-watch-skipped reason=\"{0}\"", e.getMessage());
        }
    }

    private void heard(Connection changed, Events event) {
        switch (event) {
            case RECONNECTED -> listener.reconnected();
            case DISCONNECTED -> listener.disconnected();
            // The server goes: JetStream already refuses there, while the connection still stands.
            case LAME_DUCK -> Thread.ofVirtual().start(() -> leave(changed));
            // jnats gives up after the same refused login twice.
            case CLOSED -> sayIfNotAsked();
            default -> {}
        }
        LOG.log(closed ? Level.DEBUG : Level.INFO, "event=nats-connection state={0}", event);
    }

    private void sayIfNotAsked() {
        if (!closed) {
            LOG.log(Level.ERROR, "event=nats-given-up action=\"check pullway.nats.user or creds, then restart\"");
        }
    }

    private static void leave(Connection changed) {
        try {
            changed.forceReconnect();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "event=nats-reconnect-failed reason=\"{0}\"", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What jnats reports, one line each. */
    private static final class LoggedErrors implements ErrorListener {
        @Override
        public void errorOccurred(Connection conn, String error) {
            LOG.log(Level.WARNING, "event=nats-error reason=\"{0}\"", error);
        }

        @Override
        public void exceptionOccurred(Connection conn, Exception exp) {
            LOG.log(Level.DEBUG, "event=nats-exception reason=\"{0}\"", exp);
        }
    }
}
