package io.pullway.corenats;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.SingleThreadEventLoop;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;

/**
 * What waits to be written to one connection. Whoever publishes copies the message into a buffer that all share; once in a
 * turn of the event loop the buffer is handed to the socket, in one system call.
 *
 * <p>Safe for all threads. The lock is held for as long as copying one message takes.
 */
final class Outgoing {
    /** With more bytes than these waiting, nothing is taken: the server reads slower than we publish, or not at all. */
    static final int MOST_WAITING = 64 << 20;

    private static final int FIRST_CAPACITY = 16 << 10;
    private static final byte[] CRLF = {'\r', '\n'};

    private final SingleThreadEventLoop loop;
    private final Channel channel;
    private ByteBuf waiting;
    private boolean planned;
    private boolean closed;

    Outgoing(SingleThreadEventLoop loop, Channel channel) {
        this.loop = loop;
        this.channel = channel;
    }

    /**
     * @param replyTo null for none
     * @param headers null for none
     * @throws IllegalStateException if nothing was taken
     */
    void message(String subject, String replyTo, byte[] headers, byte[] payload) {
        boolean plan;
        synchronized (this) {
            ByteBuf out = open();
            write(out, headers == null ? "PUB " : "HPUB ");
            write(out, subject);
            if (replyTo != null) {
                out.writeByte(' ');
                write(out, replyTo);
            }
            if (headers != null) {
                out.writeByte(' ');
                write(out, Integer.toString(headers.length));
            }
            out.writeByte(' ');
            write(out, Integer.toString(payload.length + (headers == null ? 0 : headers.length)));
            out.writeBytes(CRLF);
            if (headers != null) {
                out.writeBytes(headers);
            }
            out.writeBytes(payload);
            out.writeBytes(CRLF);
            plan = plan();
        }
        flushIf(plan);
    }

    /**
     * @param line without its end
     * @throws IllegalStateException if it was not taken
     */
    void line(String line) {
        boolean plan;
        synchronized (this) {
            ByteBuf out = open();
            write(out, line);
            out.writeBytes(CRLF);
            plan = plan();
        }
        flushIf(plan);
    }

    /** On the event loop: the socket takes more again, or does not. */
    void writabilityChanged() {
        flush();
    }

    /** Nothing is taken from now on, and what waits is dropped. */
    synchronized void close() {
        closed = true;
        if (waiting != null) {
            waiting.release();
            waiting = null;
        }
    }

    private ByteBuf open() {
        if (closed) {
            throw new IllegalStateException("not connected to NATS");
        }
        if (waiting == null) {
            waiting = channel.alloc().directBuffer(FIRST_CAPACITY);
        } else if (waiting.readableBytes() > MOST_WAITING) {
            throw new IllegalStateException("NATS does not take what was published before");
        }
        return waiting;
    }

    private boolean plan() {
        boolean first = !planned;
        planned = true;
        return first;
    }

    private void flushIf(boolean plan) {
        try {
            if (plan && loop.inEventLoop()) {
                loop.executeAfterEventLoopIteration(this::flush);
            } else if (plan) {
                loop.execute(this::flush);
            }
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the event loop of the NATS connection has ended", e);
        }
    }

    private void flush() {
        ByteBuf ready;
        synchronized (this) {
            planned = false;
            if (!channel.isWritable()) {
                // Until the socket has taken what it has.
                return;
            }
            ready = waiting;
            waiting = null;
        }
        if (ready != null) {
            channel.writeAndFlush(ready, channel.voidPromise());
        }
    }

    private static void write(ByteBuf out, String ascii) {
        out.writeCharSequence(ascii, StandardCharsets.US_ASCII);
    }
}
