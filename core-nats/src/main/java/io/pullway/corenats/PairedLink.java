package io.pullway.corenats;

import io.nats.client.Connection;
import io.pullway.wire.CoreConnection;
import io.pullway.wire.NatsLink;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Two connections to the same NATS server, which count as one: that of jnats, which finds servers, asks JetStream and hears of
 * slow things, and one on an event loop, by which requests and answers travel. The second follows the first to whatever server
 * that is connected to, with its login and its TLS. Connected means that both are.
 *
 * <p>Threads: all methods may be called from any. The listener is called on the event loop and must not block, but for {@link
 * Listener#connected}.
 */
public final class PairedLink implements AutoCloseable {
    private static final Logger LOG = System.getLogger(PairedLink.class.getName());
    private static final long AGAIN_MILLIS = 250;

    /** What the owner of a link hears. */
    public interface Listener {
        /**
         * Connected for the first time. On a virtual thread of its own, which may be blocked, with the context class loader of
         * who opened the link.
         */
        void connected(Connection control, CoreConnection requests);

        /** Connected anew: subscriptions are there again, everything that was under way may be lost. */
        void reconnected();

        void disconnected();
    }

    private final String name;
    private final Listener listener;
    private final EventLoopConnection requests;
    private final NatsLink link;
    private final ClassLoader owners = Thread.currentThread().getContextClassLoader();
    private volatile Connection control;
    private volatile boolean connected;
    private volatile boolean closed;

    /* On the event loop only. */
    private boolean controlled;
    private boolean everConnected;
    private int attempts;
    private String lastReason;

    private PairedLink(LinkSettings settings, String name, Listener listener) {
        this.name = name;
        this.listener = listener;
        this.requests = new EventLoopConnection(settings, new RequestsListener());
        this.link = NatsLink.open(settings.nats(), name, new ControlListener());
    }

    /**
     * Starts connecting in the background and returns at once; tries for ever.
     *
     * @param name of both connections, as operators see it in the NATS server; that of requests ends in {@code /requests}
     */
    public static PairedLink open(LinkSettings settings, String name, Listener listener) {
        return new PairedLink(settings, name, listener);
    }

    /** The connection of jnats, or null before it was made for the first time. */
    public Connection control() {
        return control;
    }

    /** That by which requests and answers travel. */
    public CoreConnection requests() {
        return requests;
    }

    public boolean isConnected() {
        return connected && link.isConnected();
    }

    @Override
    public void close() {
        closed = true;
        link.close();
        try {
            requests.loop().execute(() -> requests.leave("closed"));
        } catch (RejectedExecutionException e) {
            // The loop has ended, and its connections with it.
            LOG.log(Level.DEBUG, "event=nats-requests-closed");
        }
    }

    private void connect() {
        Connection current = control;
        String url = current == null ? null : current.getConnectedUrl();
        if (!controlled || closed || url == null) {
            // Where jnats is not connected either, it says so when it is.
            return;
        }
        int attempt = ++attempts;
        // Names of hosts are looked up, which may take its time.
        Thread.ofVirtual().name("nats-server-look-up").start(() -> {
            ServerLogin login = ServerLogin.of(current.getOptions(), url, name + "/requests");
            requests.loop().execute(() -> {
                if (controlled && !closed && attempt == attempts) {
                    lost();
                    requests.connect(login);
                }
            });
        });
    }

    private void lost() {
        if (connected) {
            connected = false;
            listener.disconnected();
        }
    }

    private final class RequestsListener implements EventLoopConnection.Listener {
        @Override
        public void opened() {
            connected = true;
            lastReason = null;
            LOG.log(Level.INFO, "event=nats-requests-connected");
            if (everConnected) {
                listener.reconnected();
            } else {
                everConnected = true;
                Thread first = Thread.ofVirtual()
                        .name("nats-connected")
                        .unstarted(() -> listener.connected(control, requests));
                first.setContextClassLoader(owners);
                first.start();
            }
        }

        @Override
        public void closed(String reason) {
            // Said once, not at each of four tries a second.
            boolean known = closed || reason.equals(lastReason);
            LOG.log(known ? Level.DEBUG : Level.INFO, "event=nats-requests-disconnected reason=\"{0}\"", reason);
            lastReason = reason;
            lost();
            requests.loop().schedule(PairedLink.this::connect, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private final class ControlListener implements NatsLink.Listener {
        @Override
        public void connected(Connection made) {
            control = made;
            requests.loop().execute(this::controlled);
        }

        @Override
        public void reconnected() {
            if (control != null) {
                requests.loop().execute(this::controlled);
            }
        }

        private void controlled() {
            controlled = true;
            lost();
            connect();
        }

        @Override
        public void disconnected() {
            requests.loop().execute(() -> {
                controlled = false;
                lost();
                requests.leave("jnats is not connected");
            });
        }
    }
}
