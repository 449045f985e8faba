package io.pullway.corenats;

import io.nats.client.Connection;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.pullway.fixtures.Await;
import io.pullway.wire.CoreConnection;
import io.pullway.wire.CoreMessage;
import io.pullway.wire.NatsSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A link on an event loop of its own, with one subscription, as an application has it. */
final class LinkOwner implements PairedLink.Listener, AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(20);
    static final String SUBJECT = "link.heard";

    final AtomicInteger connects = new AtomicInteger();
    final AtomicInteger reconnects = new AtomicInteger();
    final AtomicInteger disconnects = new AtomicInteger();
    final Queue<CoreMessage> heard = new ConcurrentLinkedQueue<>();
    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
    private final PairedLink link;

    LinkOwner(String servers) {
        this(Map.of("pullway.nats.servers", servers));
    }

    LinkOwner(Map<String, String> settings) {
        NatsSettings nats = NatsSettings.from(name -> Optional.ofNullable(settings.get(name)));
        link = PairedLink.open(
                new LinkSettings(nats, (SingleThreadEventLoop) loops.next(), NioSocketChannel::new), "test", this);
    }

    LinkOwner connected() {
        Await.until(LIMIT, "the link is connected", () -> connects.get() == 1);
        return this;
    }

    PairedLink link() {
        return link;
    }

    CoreConnection requests() {
        return link.requests();
    }

    /** Publishes by the link itself until it hears the word. */
    void awaitHearing(String word) {
        Await.until(LIMIT, "the link hears '" + word + "'", () -> {
            try {
                requests().publish(SUBJECT, word.getBytes(StandardCharsets.UTF_8));
            } catch (IllegalStateException e) {
                return false;
            }
            return hasHeard(word);
        });
    }

    boolean hasHeard(String word) {
        return heard.stream().anyMatch(message -> new String(message.data(), StandardCharsets.UTF_8).equals(word));
    }

    @Override
    public void connected(Connection control, CoreConnection requests) {
        requests.subscribe(SUBJECT, heard::add);
        connects.incrementAndGet();
    }

    @Override
    public void reconnected() {
        reconnects.incrementAndGet();
    }

    @Override
    public void disconnected() {
        disconnects.incrementAndGet();
    }

    @Override
    public void close() {
        link.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
