package io.pullway.corenats;

import io.nats.client.NUID;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SingleThreadEventLoop;
import io.pullway.wire.CoreConnection;
import io.pullway.wire.CoreMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A connection of core NATS on an event loop. It connects where and when it is told to, see {@link PairedLink}; its
 * subscriptions outlive each {@link Session}.
 */
final class EventLoopConnection implements CoreConnection {
    private static final Logger LOG = System.getLogger(EventLoopConnection.class.getName());
    private static final int CONNECT_MILLIS = 2_000;

    /** Before the server has said it. */
    private static final int DEFAULT_MAX_PAYLOAD = 1 << 20;

    private final LinkSettings settings;
    private final SingleThreadEventLoop loop;
    private final Listener listener;

    /** Changed together with {@link #session}, under this lock: none is forgotten when one opens. */
    private final Map<Integer, Subscribed> subscriptions = new ConcurrentHashMap<>();

    private int numbers;
    private volatile Session session;
    private Session opening;

    /** What the owner of a connection hears, on the event loop. */
    interface Listener {
        /** Messages come and go from now on. */
        void opened();

        /** It is open no longer, or could not be opened. */
        void closed(String reason);
    }

    EventLoopConnection(LinkSettings settings, Listener listener) {
        this.settings = settings;
        this.loop = settings.loop();
        this.listener = listener;
    }

    SingleThreadEventLoop loop() {
        return loop;
    }

    /** Leaves the server that it is connected to, if any, for this one. The listener hears what comes of it. On the event loop. */
    void connect(ServerLogin login) {
        leave("connecting anew");
        Session next = new Session(loop, login, new SessionListener());
        opening = next;
        new Bootstrap()
                .group(loop)
                .channelFactory(settings.channels())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new FrameDecoder(next), next);
                    }
                })
                .connect(login.address())
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        ended(next, connected.cause().getMessage());
                    }
                });
    }

    /** Ends the session that is open or being opened; the listener hears nothing of it. On the event loop. */
    void leave(String reason) {
        Session current = session;
        Session pending = opening;
        synchronized (this) {
            session = null;
        }
        opening = null;
        if (current != null) {
            current.end(reason);
        }
        if (pending != null && pending != current) {
            pending.end(reason);
        }
    }

    @Override
    public void publish(String subject, String replyTo, byte[] headers, byte[] payload) {
        Session current = open();
        int most = current.server().maxPayload();
        long length = (long) payload.length + (headers == null ? 0 : headers.length);
        if (most > 0 && length > most) {
            throw new IllegalArgumentException(
                    "a message of " + length + " bytes; the NATS server takes at most " + most);
        }
        current.outgoing().message(subject, replyTo, headers, payload);
    }

    private Session open() {
        Session current = session;
        if (current == null) {
            throw new IllegalStateException("not connected to NATS");
        }
        return current;
    }

    @Override
    public synchronized Subscription subscribe(String subject, Consumer<CoreMessage> handler) {
        Subscribed made = new Subscribed(++numbers, subject, handler);
        subscriptions.put(made.number, made);
        tell(made.line());
        return made;
    }

    /** A session that ends in this moment needs no word: the next one is told everything. */
    private void tell(String line) {
        Session current = session;
        if (current != null) {
            try {
                current.outgoing().line(line);
            } catch (IllegalStateException e) {
                LOG.log(Level.DEBUG, "event=nats-line-not-sent reason=\"{0}\"", e.getMessage());
            }
        }
    }

    @Override
    public String newInbox() {
        return settings.nats().inboxPrefix() + "." + NUID.nextGlobal();
    }

    @Override
    public int maxPayload() {
        Session current = session;
        int told = current == null ? 0 : current.server().maxPayload();
        return told > 0 ? told : DEFAULT_MAX_PAYLOAD;
    }

    @Override
    public boolean isConnected() {
        return session != null;
    }

    @Override
    public void flush(Duration limit) throws TimeoutException, InterruptedException {
        Session current = open();
        CompletableFuture<Void> answered =
                CompletableFuture.supplyAsync(current::ping, loop).thenCompose(pong -> pong);
        try {
            answered.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e);
        }
    }

    private synchronized void opened(Session made) {
        subscriptions.values().stream()
                .filter(each -> !each.draining)
                .forEach(each -> made.outgoing().line(each.line()));
        session = made;
    }

    private void ended(Session which, String reason) {
        if (which != opening) {
            // Left on purpose.
            return;
        }
        opening = null;
        synchronized (this) {
            session = null;
        }
        listener.closed(reason);
    }

    private final class SessionListener implements Session.Listener {
        @Override
        public void opened(Session made) {
            if (made == opening) {
                EventLoopConnection.this.opened(made);
                listener.opened();
            }
        }

        @Override
        public void message(int number, CoreMessage message) {
            Subscribed addressee = subscriptions.get(number);
            if (addressee == null) {
                // Ended while it was on its way.
                return;
            }
            try {
                addressee.handler.accept(message);
            } catch (RuntimeException e) {
                // One message that its receiver fails at must not cost the connection of all others.
                LOG.log(Level.ERROR, "event=message-failed subject=" + message.subject(), e);
            }
        }

        @Override
        public void ended(Session made, String reason) {
            EventLoopConnection.this.ended(made, reason);
        }
    }

    private final class Subscribed implements Subscription {
        private final int number;
        private final String subject;
        private final Consumer<CoreMessage> handler;

        /** Guarded by the connection. */
        private boolean draining;

        Subscribed(int number, String subject, Consumer<CoreMessage> handler) {
            this.number = number;
            this.subject = subject;
            this.handler = handler;
        }

        private String line() {
            return "SUB " + subject + " " + number;
        }

        @Override
        public void end() {
            synchronized (EventLoopConnection.this) {
                if (subscriptions.remove(number) != null && !draining) {
                    tell("UNSUB " + number);
                }
            }
        }

        @Override
        public void drain() {
            synchronized (EventLoopConnection.this) {
                draining = true;
                tell("UNSUB " + number);
            }
            loop.execute(() -> {
                Session current = session;
                if (current == null) {
                    end();
                } else {
                    // What the server had sent before it heard of this comes before its PONG.
                    current.ping().whenComplete((pong, lost) -> end());
                }
            });
        }
    }
}
