package io.pullway.corenats;

import io.nats.client.NUID;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SingleThreadEventLoop;
import io.pullway.wire.CoreConnection;
import io.pullway.wire.CoreMessage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A connection of core NATS on an event loop. It connects where and when it is told to, see {@link PairedLink}; its
 * subscriptions outlive each {@link Session}.
 */
final class EventLoopConnection implements CoreConnection {
    private static final int CONNECT_MILLIS = 2_000;

    /** Before the server has said it. */
    private static final int DEFAULT_MAX_PAYLOAD = 1 << 20;

    private final LinkSettings settings;
    private final SingleThreadEventLoop loop;
    private final Listener listener;

    private final Subscriptions subscriptions;
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
        this.subscriptions = new Subscriptions(loop);
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
        subscriptions.closed();
        session = null;
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
    public Subscription subscribe(String subject, Consumer<CoreMessage> handler) {
        return subscriptions.add(subject, handler);
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

    private void ended(Session which, String reason) {
        if (which != opening) {
            // Left on purpose.
            return;
        }
        opening = null;
        subscriptions.closed();
        session = null;
        listener.closed(reason);
    }

    private final class SessionListener implements Session.Listener {
        @Override
        public void opened(Session made) {
            if (made == opening) {
                subscriptions.opened(made);
                session = made;
                listener.opened();
            }
        }

        @Override
        public void message(int number, CoreMessage message) {
            subscriptions.message(number, message);
        }

        @Override
        public void ended(Session made, String reason) {
            EventLoopConnection.this.ended(made, reason);
        }
    }
}
