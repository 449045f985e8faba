package io.pullway.server;

import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * A connection without a socket: what is written goes to a receiver in this process, and what there is to
 * read is put into its pipeline by whoever has it. Registered on one event loop, like every channel of Netty.
 */
final class InJvmChannel extends AbstractChannel {
    private static final SocketAddress NOWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final ChannelMetadata METADATA = new ChannelMetadata(false);

    private final ChannelConfig config = new DefaultChannelConfig(this);
    private final Receiver receiver;
    private volatile boolean open = true;

    /** The other end. Called on the event loop of the channel. */
    interface Receiver {
        /** One object that was written; it is released afterwards. */
        void written(Object part);

        void closed();
    }

    InJvmChannel(Receiver receiver) {
        super(null);
        this.receiver = receiver;
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer written) {
        for (Object part = written.current(); part != null; part = written.current()) {
            try {
                receiver.written(part);
                written.remove();
            } catch (RuntimeException e) {
                written.remove(e);
                eventLoop().execute(this::close);
            }
        }
    }

    @Override
    protected void doClose() {
        open = false;
        receiver.closed();
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new AbstractUnsafe() {
            @Override
            public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
                promise.setFailure(new UnsupportedOperationException("an in-JVM channel is connected already"));
            }
        };
    }

    @Override
    protected boolean isCompatible(EventLoop candidate) {
        return true;
    }

    @Override
    protected void doBind(SocketAddress local) {
        throw new UnsupportedOperationException("an in-JVM channel has no address");
    }

    @Override
    protected void doBeginRead() {
        // What there is to read is handed in.
    }

    @Override
    protected SocketAddress localAddress0() {
        return NOWHERE;
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return NOWHERE;
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isActive() {
        return open;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }
}
