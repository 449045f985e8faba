package io.pullway.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A message as core NATS delivers it. Its NATS header block is kept as bytes, whatever they are: only what is asked for is
 * read.
 *
 * <p>Not changed by anybody: the arrays are shared.
 */
public final class CoreMessage {
    /** NATS ADR-4: the line that begins a header block, a status code may follow. */
    private static final byte[] VERSION = "NATS/1.0".getBytes(StandardCharsets.US_ASCII);

    private static final int CODE_DIGITS = 3;

    private final String subject;
    private final String replyTo;
    private final byte[] headers;
    private final byte[] data;

    /**
     * @param replyTo null for none
     * @param headers null for none
     */
    public CoreMessage(String subject, String replyTo, byte[] headers, byte[] data) {
        this.subject = subject;
        this.replyTo = replyTo;
        this.headers = headers;
        this.data = data;
    }

    public String subject() {
        return subject;
    }

    /** Null for none. */
    public String replyTo() {
        return replyTo;
    }

    /** The header block, from its version line to its empty line; null for none. */
    public byte[] headers() {
        return headers;
    }

    public byte[] data() {
        return data;
    }

    /** What the NATS server says with this message instead of delivering one (NATS ADR-4, ADR-13); 0 for an ordinary message. */
    public int status() {
        int at = VERSION.length + 1;
        if (headers == null
                || headers.length < at + CODE_DIGITS
                || headers[VERSION.length] != ' '
                || !Arrays.equals(headers, 0, VERSION.length, VERSION, 0, VERSION.length)) {
            return 0;
        }
        int code = 0;
        for (int i = at; i < at + CODE_DIGITS; i++) {
            int digit = headers[i] - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            code = code * 10 + digit;
        }
        return code;
    }

    /** The first value of a header, without white space around it; names are case-sensitive (NATS ADR-4). Null for none. */
    public String header(String name) {
        if (headers == null) {
            return null;
        }
        return new String(headers, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> line.startsWith(name) && line.startsWith(":", name.length()))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse(null);
    }
}
