package io.pullway.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells what JetStream replied to a publication, without reading more of it than that takes. */
public final class PubAcks {
    /** What was replied is neither a PubAck nor an error. */
    public static final int NO_PUB_ACK = -1;

    /** The stream has as many messages or bytes as it may. */
    public static final int STREAM_FULL = 10_077;

    /** A message with the same id is being stored; what becomes of it is not known yet. */
    public static final int DUPLICATE_IN_PROCESS = 10_158;

    private static final Pattern ERROR_CODE = Pattern.compile("\"err_code\"\\s*:\\s*(\\d{1,6})");
    private static final byte[] ERROR = "{\"error\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STREAM = "{\"stream\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SEQUENCE = "\"seq\":".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_DIGITS = 18;

    private PubAcks() {}

    /** 0 for a PubAck; else JetStream's own error code, 1 if it gives none; or {@link #NO_PUB_ACK}. */
    public static int error(byte[] data) {
        if (startsWith(data, STREAM)) {
            return 0;
        }
        if (!startsWith(data, ERROR)) {
            return NO_PUB_ACK;
        }
        Matcher code = ERROR_CODE.matcher(new String(data, StandardCharsets.UTF_8));
        return code.find() ? Integer.parseInt(code.group(1)) : 1;
    }

    /** The sequence that a PubAck gives the message, or 0 if it is not written as nats-server writes it, or is none. */
    public static long sequence(byte[] data) {
        if (!startsWith(data, STREAM)) {
            return 0;
        }
        // A name of a stream has no quotation marks.
        for (int at = STREAM.length; at + SEQUENCE.length < data.length; at++) {
            if (data[at] == '"' && Arrays.equals(data, at, at + SEQUENCE.length, SEQUENCE, 0, SEQUENCE.length)) {
                return number(data, at + SEQUENCE.length);
            }
        }
        return 0;
    }

    private static long number(byte[] data, int from) {
        long value = 0;
        for (int at = from; at < data.length; at++) {
            int digit = data[at] - '0';
            if (digit < 0 || digit > 9) {
                return value;
            }
            if (at - from == MOST_DIGITS) {
                return 0;
            }
            value = value * 10 + digit;
        }
        return 0;
    }

    private static boolean startsWith(byte[] data, byte[] start) {
        return data.length > start.length && Arrays.equals(data, 0, start.length, start, 0, start.length);
    }
}
