package io.pullway.proxy;

import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.pullway.corenats.LinkSettings;
import io.pullway.fixtures.Await;
import io.pullway.fixtures.NatsServer;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.NatsSettings;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.RequestSubject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What forwards the plain requests of a proxy, with a NATS of its own and an event loop of clients, but without any client. */
final class ForwardingOnNats implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);

    private final NatsServer nats;
    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
    private final PendingReplies pending = new PendingReplies();
    private final Presence presence = new Presence();
    private final RequestForwarder forwarder;

    ForwardingOnNats() {
        this("");
    }

    /** @param natsConfig as of {@link NatsServer#started(String)} */
    ForwardingOnNats(String natsConfig) {
        nats = NatsServer.started(natsConfig);
        forwarder = new RequestForwarder(
                pending, presence, listener -> new JetStreamPort(settings(), "p1", presence, () -> null, listener));
        // A loop begins with what it is given to do; that of a client has had its connection.
        loop().execute(() -> {});
        Await.until(SOON, "a connection", forwarder.port()::isConnected);
    }

    private LinkSettings settings() {
        NatsSettings settings =
                NatsSettings.from(name -> Optional.of(nats.url()).filter(any -> name.equals("pullway.nats.servers")));
        return new LinkSettings(settings, loop(), NioSocketChannel::new);
    }

    /** A request that somebody waits for, and what he is told. */
    record Asked(PendingRequest request, CompletableFuture<Outcome> told) {
        Outcome outcome() throws Exception {
            return told.get(SOON.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** A POST that is not published. @param loop of its client */
    Asked post(int bytes, Duration budget, SingleThreadEventLoop loop) {
        RequestId id = RequestId.next();
        RequestSubject.Mapped mapped = (RequestSubject.Mapped) RequestSubject.of(RequestKind.HTTP, "POST", "/echo");
        RequestEnvelope envelope = new RequestEnvelope(id, port().replyTo(mapped.resource(), id), budget.toMillis(), 0);
        HttpRequestMessage message =
                new HttpRequestMessage(envelope, "POST", "/echo", new FieldLines(), Body.of(new byte[bytes]));
        CompletableFuture<Outcome> told = new CompletableFuture<>();
        try {
            PendingRequest request = new PendingRequest(
                    mapped.subject(),
                    mapped.resource(),
                    message,
                    message.encode(),
                    new PendingRequest.Client(loop, told::complete));
            return new Asked(request, told);
        } catch (MalformedMessageException e) {
            throw new IllegalStateException(e);
        }
    }

    Asked post(int bytes, Duration budget) {
        return post(bytes, budget, loop());
    }

    NatsServer nats() {
        return nats;
    }

    SingleThreadEventLoop loop() {
        return (SingleThreadEventLoop) loops.next();
    }

    PendingReplies pending() {
        return pending;
    }

    RequestForwarder forwarder() {
        return forwarder;
    }

    JetStreamPort port() {
        return forwarder.port();
    }

    @Override
    public void close() {
        forwarder.close();
        loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
        nats.close();
    }
}
