package io.pullway.corenats;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import io.pullway.wire.CoreMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;

/**
 * One TCP connection to one NATS server, from its first byte to its last: INFO, TLS where the login asks for it, CONNECT, and
 * then messages until either side ends it. A server that does not answer a PING within two seconds is given up.
 *
 * <p>Everything happens on its event loop, but for {@link #outgoing}.
 */
final class Session extends ChannelInboundHandlerAdapter implements FrameDecoder.Receiver {
    private static final Logger LOG = System.getLogger(Session.class.getName());
    private static final Duration OPEN_LIMIT = Duration.ofSeconds(5);
    private static final Duration PING_INTERVAL = Duration.ofSeconds(1);
    private static final Duration PONG_LIMIT = Duration.ofSeconds(2);

    /** What the owner of a session hears, on the event loop. */
    interface Listener {
        /** The server has taken the login. */
        void opened(Session session);

        void message(int subscription, CoreMessage message);

        /** Once, for each session. */
        void ended(Session session, String reason);
    }

    private final SingleThreadEventLoop loop;
    private final ServerLogin login;
    private final Listener listener;
    private final Deque<Ping> unanswered = new ArrayDeque<>();
    private Channel channel;
    private Outgoing outgoing;
    private ScheduledFuture<?> openLimit;
    private ScheduledFuture<?> watch;
    private boolean greeted;
    private boolean opened;
    private String reason = "the NATS server has closed the connection";
    private volatile ServerSays server = ServerSays.NOTHING;

    /** @param answered completed with its PONG */
    private record Ping(long nanos, CompletableFuture<Void> answered) {}

    Session(SingleThreadEventLoop loop, ServerLogin login, Listener listener) {
        this.loop = loop;
        this.login = login;
        this.listener = listener;
    }

    /** What is written to the server; there from {@link Listener#opened} on. */
    Outgoing outgoing() {
        return outgoing;
    }

    ServerSays server() {
        return server;
    }

    /** Asks for a PONG. The future fails when the session ends before it. */
    CompletableFuture<Void> ping() {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        try {
            outgoing.line("PING");
            unanswered.add(new Ping(System.nanoTime(), answered));
        } catch (IllegalStateException e) {
            answered.completeExceptionally(e);
        }
        return answered;
    }

    void end(String why) {
        reason = why;
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
        outgoing = new Outgoing(loop, channel);
        openLimit = loop.schedule(
                () -> end("the NATS server did not take the login within " + OPEN_LIMIT),
                OPEN_LIMIT.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void info(String json) {
        server = ServerSays.of(json, server);
        if (greeted) {
            return;
        }
        greeted = true;
        SSLEngine tls = login.tls();
        if (tls == null) {
            connect();
            return;
        }
        SslHandler handler = new SslHandler(tls);
        channel.pipeline().addFirst(handler);
        handler.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                connect();
            } else {
                end("TLS: " + done.cause().getMessage());
            }
        });
    }

    private void connect() {
        outgoing.line("CONNECT " + login.connect(server));
        ping();
    }

    @Override
    public void pong() {
        Ping first = unanswered.poll();
        if (first != null) {
            first.answered.complete(null);
        }
        if (!opened) {
            opened = true;
            openLimit.cancel(false);
            watch = loop.scheduleWithFixedDelay(
                    this::watch, PING_INTERVAL.toMillis(), PING_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
            listener.opened(this);
        }
    }

    private void watch() {
        Ping oldest = unanswered.peek();
        if (oldest != null && System.nanoTime() - oldest.nanos > PONG_LIMIT.toNanos()) {
            end("no PONG within " + PONG_LIMIT);
        } else {
            ping();
        }
    }

    @Override
    public void pinged() {
        outgoing.line("PONG");
    }

    @Override
    public void message(int subscription, CoreMessage message) {
        listener.message(subscription, message);
    }

    @Override
    public void error(String said) {
        // What is refused of one subject leaves the connection open; of the rest the server closes it.
        LOG.log(Level.WARNING, "event=nats-error reason={0}", said);
        reason = "the NATS server said " + said;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        outgoing.writabilityChanged();
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end(cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        outgoing.close();
        openLimit.cancel(false);
        if (watch != null) {
            watch.cancel(false);
        }
        IllegalStateException lost = new IllegalStateException(reason);
        unanswered.forEach(ping -> ping.answered.completeExceptionally(lost));
        unanswered.clear();
        listener.ended(this, reason);
        context.fireChannelInactive();
    }
}
