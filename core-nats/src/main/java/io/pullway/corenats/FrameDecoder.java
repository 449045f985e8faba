package io.pullway.corenats;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.pullway.wire.CoreMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads what a NATS server writes (NATS client protocol): control lines, and messages with their headers and payload. What is
 * neither ends the connection with a {@link DecoderException}. Header blocks are not looked into.
 */
final class FrameDecoder extends ByteToMessageDecoder {
    /** Longest control line, in bytes. INFO names all servers of a cluster. */
    private static final int MAX_LINE = 1 << 16;

    /** NATS takes no larger ones, whatever is configured. */
    private static final int MAX_MESSAGE = 64 << 20;

    private static final int CRLF = 2;
    private static final int MAX_DIGITS = 9;
    private static final byte[] MESSAGE = {'M', 'S', 'G', ' '};
    private static final byte[] MESSAGE_WITH_HEADERS = {'H', 'M', 'S', 'G', ' '};

    /** What was read, in the order of its arrival. Called on the event loop. */
    interface Receiver {
        /** @param subscription number under which it was subscribed */
        void message(int subscription, CoreMessage message);

        /** @param json what the server says of itself */
        void info(String json);

        void pinged();

        void pong();

        /** @param reason as the server wrote it; of most errors it closes the connection after it */
        void error(String reason);
    }

    private final Receiver receiver;
    private Head head;

    /** The control line of a message whose bytes are awaited. */
    private record Head(String subject, int subscription, String replyTo, int headerBytes, int totalBytes) {}

    FrameDecoder(Receiver receiver) {
        this.receiver = receiver;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        while (head == null ? line(in) : message(in)) {
            // Until bytes are missing.
        }
    }

    private boolean message(ByteBuf in) {
        Head complete = head;
        if (in.readableBytes() < complete.totalBytes + CRLF) {
            return false;
        }
        head = null;
        byte[] headers = complete.headerBytes == 0 ? null : bytes(in, complete.headerBytes);
        byte[] data = bytes(in, complete.totalBytes - complete.headerBytes);
        if (in.readByte() != '\r' || in.readByte() != '\n') {
            throw new DecoderException("a message does not end where it says");
        }
        receiver.message(complete.subscription, new CoreMessage(complete.subject, complete.replyTo, headers, data));
        return true;
    }

    private static byte[] bytes(ByteBuf in, int length) {
        return ByteBufUtil.getBytes(in.readSlice(length));
    }

    private boolean line(ByteBuf in) {
        int start = in.readerIndex();
        int end = in.indexOf(start, in.writerIndex(), (byte) '\n');
        if (end < 0 || end - start > MAX_LINE) {
            if (in.readableBytes() > MAX_LINE) {
                throw new DecoderException("a control line is longer than " + MAX_LINE + " bytes");
            }
            return false;
        }
        in.readerIndex(end + 1);
        int length = end - start - (end > start && in.getByte(end - 1) == '\r' ? 1 : 0);
        if (startsWith(in, start, length, MESSAGE)) {
            head = head(new Fields(in, start + MESSAGE.length, start + length), false);
        } else if (startsWith(in, start, length, MESSAGE_WITH_HEADERS)) {
            head = head(new Fields(in, start + MESSAGE_WITH_HEADERS.length, start + length), true);
        } else {
            control(in.toString(start, length, StandardCharsets.ISO_8859_1));
        }
        return true;
    }

    private static boolean startsWith(ByteBuf in, int start, int length, byte[] word) {
        if (length < word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (in.getByte(start + i) != word[i]) {
                return false;
            }
        }
        return true;
    }

    private void control(String line) {
        if (line.equals("PING")) {
            receiver.pinged();
        } else if (line.equals("PONG")) {
            receiver.pong();
        } else if (line.startsWith("INFO ")) {
            receiver.info(line.substring(5));
        } else if (line.startsWith("-ERR")) {
            receiver.error(line.substring(4).strip());
        } else if (!line.startsWith("+OK")) {
            throw new DecoderException("an unknown control line");
        }
    }

    private static Head head(Fields fields, boolean withHeaders) {
        int sizes = withHeaders ? 2 : 1;
        int replies = fields.count - sizes - 2;
        if (replies < 0 || replies > 1) {
            throw new DecoderException("a message has not the number of fields that it should");
        }
        int total = fields.number(fields.count - 1);
        int headers = withHeaders ? fields.number(fields.count - 2) : 0;
        if (total > MAX_MESSAGE || headers > total) {
            throw new DecoderException("a message of " + total + " bytes, " + headers + " of them headers");
        }
        return new Head(fields.text(0), fields.number(1), replies == 1 ? fields.text(2) : null, headers, total);
    }

    /** What stands between the spaces of a line. */
    private static final class Fields {
        private static final int MOST = 5;

        private final ByteBuf in;
        private final int[] starts = new int[MOST];
        private final int[] ends = new int[MOST];
        private int count;

        Fields(ByteBuf in, int start, int end) {
            this.in = in;
            int at = start;
            while (at < end) {
                int space = in.indexOf(at, end, (byte) ' ');
                int after = space < 0 ? end : space;
                if (after > at) {
                    add(at, after);
                }
                at = after + 1;
            }
        }

        private void add(int start, int end) {
            if (count == MOST) {
                throw new DecoderException("a message has too many fields");
            }
            starts[count] = start;
            ends[count] = end;
            count++;
        }

        String text(int field) {
            return in.toString(starts[field], ends[field] - starts[field], StandardCharsets.ISO_8859_1);
        }

        int number(int field) {
            if (ends[field] - starts[field] > MAX_DIGITS) {
                throw new DecoderException("no number where one belongs");
            }
            int number = 0;
            for (int i = starts[field]; i < ends[field]; i++) {
                int digit = in.getByte(i) - '0';
                if (digit < 0 || digit > 9) {
                    throw new DecoderException("no number where one belongs");
                }
                number = number * 10 + digit;
            }
            return number;
        }
    }
}
