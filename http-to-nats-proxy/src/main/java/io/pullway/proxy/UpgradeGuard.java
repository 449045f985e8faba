package io.pullway.proxy;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.pullway.wire.AsciiText;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Declines the cleartext upgrade to HTTP/2 of a request that repeats a field. Vert.x carries the request
 * that asked over into the first stream, and keeps only the last line of each name. A server may ignore
 * the wish to upgrade (RFC 9110 section 7.8): such a connection simply stays HTTP/1.1.
 *
 * <p>Looks at the first request of each connection and then takes itself away. Netty finds it as a
 * service, when {@code io.netty.bootstrap.extensions} is set to {@code serviceload}.
 */
public final class UpgradeGuard extends ChannelInitializerExtension {
    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        channel.pipeline().addFirst(new FirstRequest());
    }

    private static final class FirstRequest extends ByteToMessageDecoder {
        private static final int MAX_HEADERS = 64 << 10;
        private static final String UPGRADE = "upgrade";

        /** As long as the name that it replaces, and not forwarded either. */
        private static final byte[] INSTEAD = "trailer".getBytes(StandardCharsets.US_ASCII);

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf received, List<Object> out) {
            int end = endOfHeaders(received);
            if (end < 0 && received.readableBytes() < MAX_HEADERS) {
                return;
            }
            if (end > 0) {
                guard(received, end);
            }
            out.add(received.readRetainedSlice(received.readableBytes()));
            context.pipeline().remove(this);
        }

        /** Index after the last field line, or -1 while it has not come. */
        private static int endOfHeaders(ByteBuf received) {
            for (int i = received.readerIndex(); i + 3 < received.writerIndex(); i++) {
                if (received.getByte(i) == '\r' && received.getInt(i) == 0x0D0A0D0A) {
                    return i + 2;
                }
            }
            return -1;
        }

        private static void guard(ByteBuf received, int end) {
            Set<String> names = new HashSet<>();
            boolean repeats = false;
            int upgrade = -1;
            int line = nextLine(received, received.readerIndex(), end);
            while (line < end) {
                int next = nextLine(received, line, end);
                String text = received.toString(line, next - line, StandardCharsets.ISO_8859_1);
                String name = AsciiText.lower(text.substring(0, Math.max(0, text.indexOf(':'))));
                repeats |= !names.add(name);
                if (name.equals(UPGRADE) && AsciiText.lower(text).contains("h2c")) {
                    upgrade = line;
                }
                line = next;
            }
            if (repeats && upgrade >= 0) {
                received.setBytes(upgrade, INSTEAD);
            }
        }

        private static int nextLine(ByteBuf received, int from, int end) {
            int lineFeed = received.indexOf(from, end, (byte) '\n');
            return lineFeed < 0 ? end : lineFeed + 1;
        }
    }
}
