package io.pullway.wire;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.SplittableRandom;

/**
 * The identity of one request: a UUID in its canonical text form, lower case (RFC 9562). Made by the
 * proxy or by a service that calls another, never by a client.
 */
public final class RequestId {
    private static final int LENGTH = 36;
    private static final char[] HEX = "0123456789abcdef".toCharArray();
    private static final SecureRandom SEEDS = new SecureRandom();
    /** Ids need to be unique, not secret: who may publish an answer is a matter of NATS permissions. */
    private static final ThreadLocal<SplittableRandom> RANDOM =
            ThreadLocal.withInitial(() -> new SplittableRandom(SEEDS.nextLong()));

    private final String text;

    /** Whoever calls has made the text or checked it. */
    private RequestId(String text) {
        this.text = text;
    }

    /** A new UUIDv7: 48 bits of the wall clock's milliseconds, 74 random bits. */
    public static RequestId next() {
        SplittableRandom random = RANDOM.get();
        long high = System.currentTimeMillis() << 16 | 0x7000 | random.nextInt(0x1000);
        long low = random.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
        return of(high, low);
    }

    /**
     * The UUIDv8 (RFC 9562 section 5.8) that carries the first 122 usable bits of a digest: the same digest,
     * the same id.
     *
     * @param digest at least 16 octets
     */
    public static RequestId ofDigest(byte[] digest) {
        ByteBuffer octets = ByteBuffer.wrap(digest);
        long high = octets.getLong() & ~0xF000L | 0x8000L;
        long low = octets.getLong() >>> 2 | 0x8000_0000_0000_0000L;
        return of(high, low);
    }

    private static RequestId of(long high, long low) {
        char[] text = new char[LENGTH];
        int at = 0;
        for (int digit = 0; digit < 32; digit++) {
            if (digit == 8 || digit == 12 || digit == 16 || digit == 20) {
                text[at++] = '-';
            }
            long half = digit < 16 ? high : low;
            text[at++] = HEX[(int) (half >>> (60 - 4 * (digit & 15))) & 15];
        }
        return new RequestId(new String(text));
    }

    /** The id written in {@code text}, or null if that is none. */
    public static RequestId parse(String text) {
        return isValid(text) ? new RequestId(text) : null;
    }

    private static boolean isValid(String text) {
        if (text == null || text.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            boolean hyphenPlace = i == 8 || i == 13 || i == 18 || i == 23;
            boolean digit = c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
            if (hyphenPlace ? c != '-' : !digit) {
                return false;
            }
        }
        return true;
    }

    /** 36 characters, safe in a subject as they stand. */
    public String text() {
        return text;
    }

    /** The first 64 of its 128 bits. */
    public long highBits() {
        return bits(0, 18);
    }

    /** The last 64 of its 128 bits. */
    public long lowBits() {
        return bits(18, LENGTH);
    }

    private long bits(int from, int to) {
        long bits = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c != '-') {
                bits = bits << 4 | (c <= '9' ? c - '0' : c - 'a' + 10);
            }
        }
        return bits;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RequestId that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
