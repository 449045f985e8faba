package io.pullway.server.test;

import io.nats.client.Connection;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.pullway.corenats.LinkSettings;
import io.pullway.corenats.PairedLink;
import io.pullway.fixtures.Await;
import io.pullway.wire.CoreConnection;
import io.pullway.wire.NatsSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The connections of a caller to the NATS of the test. */
final class ClientLink implements PairedLink.Listener, AutoCloseable {
    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
    private final CountDownLatch connected = new CountDownLatch(1);
    private final PairedLink link;

    /** Returns when they are connected. */
    ClientLink() {
        NatsSettings settings = NatsSettings.from(
                name -> Optional.of(TestNats.url()).filter(any -> name.equals("pullway.nats.servers")));
        link = PairedLink.open(
                new LinkSettings(settings, (SingleThreadEventLoop) loops.next(), NioSocketChannel::new),
                "client",
                this);
        Await.until(Duration.ofSeconds(20), "a connection", () -> connected.getCount() == 0);
    }

    Connection control() {
        return link.control();
    }

    CoreConnection requests() {
        return link.requests();
    }

    @Override
    public void connected(Connection control, CoreConnection requests) {
        connected.countDown();
    }

    @Override
    public void reconnected() {
        // Nobody ends it.
    }

    @Override
    public void disconnected() {
        // Nobody ends it.
    }

    @Override
    public void close() {
        link.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
