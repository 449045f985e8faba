package io.pullway.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.ForwardableFields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;

/**
 * Puts one response together from the parts that the HTTP connection writes. Used on one event loop.
 */
final class ResponseCollector {
    /** Takes the response; one of the methods is called, once, on the event loop. */
    interface Receiver {
        void answered(int status, FieldLines fields, Body body);

        /** The body alone would not fit into a message. */
        void answerTooLarge();

        /** The application closed the connection instead of answering. */
        void noAnswer();
    }

    private final boolean head;
    private final int maxBody;
    private final Receiver receiver;
    private int status;
    private HttpHeaders headers;
    private byte[] single;
    private ByteArrayOutputStream several;
    private long length;

    /**
     * @param head whether the request's method is HEAD
     * @param maxBody how many bytes of a body are collected before the answer counts as too large
     */
    ResponseCollector(boolean head, int maxBody, Receiver receiver) {
        this.head = head;
        this.maxBody = maxBody;
        this.receiver = receiver;
    }

    /** Whether the connection may go on: after a status below 200, HTTP expects a further response. */
    boolean isFinal() {
        return status >= 200;
    }

    /** @return true when this was the last part and the receiver has been told */
    boolean add(Object part) {
        if (part instanceof HttpResponse response) {
            if (isContinue(response)) {
                // For the connection that the proxy holds, and the proxy has seen to it.
                return false;
            }
            status = response.status().code();
            headers = response.headers();
        }
        if (part instanceof HttpContent content) {
            append(content.content());
        } else if (part instanceof ByteBuf bytes) {
            append(bytes);
        } else if (part instanceof FileRegion region) {
            append(region);
        }
        if (part instanceof LastHttpContent) {
            finish();
            return true;
        }
        return false;
    }

    /** What Vert.x makes of {@code writeContinue}; an application's own status of 100 comes in another class. */
    private static boolean isContinue(HttpResponse response) {
        return response.status().code() == 100 && response instanceof DefaultFullHttpResponse;
    }

    void noAnswer() {
        receiver.noAnswer();
    }

    private void finish() {
        if (length > maxBody && !head) {
            receiver.answerTooLarge();
            return;
        }
        FieldLines fields = ForwardableFields.ofResponse(headers, head || status == 304);
        byte[] bytes = several != null ? several.toByteArray() : single;
        receiver.answered(status, fields, bytes == null ? Body.EMPTY : Body.of(bytes));
    }

    private void append(ByteBuf bytes) {
        int more = bytes.readableBytes();
        length += more;
        if (more == 0 || head || length > maxBody) {
            // A connection with a socket would not send the body of an answer to HEAD.
            return;
        }
        byte[] copy = ByteBufUtil.getBytes(bytes, bytes.readerIndex(), more, true);
        if (single == null) {
            single = copy;
        } else {
            collected().writeBytes(copy);
        }
    }

    /** A file that a socket would have sent from the page cache. */
    private void append(FileRegion region) {
        length += region.count();
        if (head || length > maxBody) {
            return;
        }
        try (WritableByteChannel target = Channels.newChannel(collected())) {
            long at = 0;
            long sent;
            while (at < region.count() && (sent = region.transferTo(target, at)) > 0) {
                at += sent;
            }
        } catch (IOException e) {
            throw new IllegalStateException("a file of the answer could not be read", e);
        }
    }

    private ByteArrayOutputStream collected() {
        if (several == null) {
            several = new ByteArrayOutputStream(Math.max(1_024, single == null ? 0 : single.length * 2));
            if (single != null) {
                several.writeBytes(single);
            }
        }
        return several;
    }
}
