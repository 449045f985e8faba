package io.pullway.server;

import io.nats.client.Connection;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.pullway.corenats.LinkSettings;
import io.pullway.corenats.PairedLink;
import io.pullway.fixtures.Await;
import io.pullway.fixtures.NatsServer;
import io.pullway.wire.CoreConnection;
import io.pullway.wire.NatsSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The two connections of an instance, on an event loop of their own; told to whoever is to hear of them. */
public final class RequestsOnNats implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
    private final PairedLink link;

    RequestsOnNats(NatsServer nats) {
        this(nats, new Nobody());
    }

    /** Returns when they are connected, and the listener has been told. */
    public RequestsOnNats(NatsServer nats, PairedLink.Listener listener) {
        NatsSettings settings =
                NatsSettings.from(name -> Optional.of(nats.url()).filter(any -> name.equals("pullway.nats.servers")));
        Told told = new Told(listener);
        link = PairedLink.open(
                new LinkSettings(settings, (SingleThreadEventLoop) loops.next(), NioSocketChannel::new), "test", told);
        Await.until(LIMIT, "a connection", () -> told.connected);
    }

    CoreConnection connection() {
        return link.requests();
    }

    @Override
    public void close() {
        link.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static final class Told implements PairedLink.Listener {
        private final PairedLink.Listener listener;
        private volatile boolean connected;

        Told(PairedLink.Listener listener) {
            this.listener = listener;
        }

        @Override
        public void connected(Connection control, CoreConnection requests) {
            listener.connected(control, requests);
            connected = true;
        }

        @Override
        public void reconnected() {
            listener.reconnected();
        }

        @Override
        public void disconnected() {
            listener.disconnected();
        }
    }

    private static final class Nobody implements PairedLink.Listener {
        @Override
        public void connected(Connection control, CoreConnection requests) {
            // The test asks for them.
        }

        @Override
        public void reconnected() {
            // Nothing is under way.
        }

        @Override
        public void disconnected() {
            // Nothing is under way.
        }
    }
}
