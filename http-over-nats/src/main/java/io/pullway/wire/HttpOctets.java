package io.pullway.wire;

import java.nio.charset.StandardCharsets;

/** Which octets may stand where in an HTTP message (RFC 9110 section 5.6.2, RFC 9112 section 3). */
final class HttpOctets {
    private static final byte TOKEN = 1;
    private static final byte FIELD_VALUE = 2;
    private static final byte TARGET = 4;
    private static final byte[] CLASSES = new byte[256];

    static {
        for (int c = '!'; c <= '~'; c++) {
            CLASSES[c] = FIELD_VALUE | TARGET;
        }
        for (int c = 0x80; c <= 0xFF; c++) {
            CLASSES[c] = FIELD_VALUE | TARGET;
        }
        CLASSES[' '] = FIELD_VALUE;
        CLASSES['\t'] = FIELD_VALUE;
        // A fragment is never sent; a parser behind us may cut there.
        CLASSES['#'] &= ~TARGET;
        String tokenOctets = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        for (byte c : tokenOctets.getBytes(StandardCharsets.US_ASCII)) {
            CLASSES[c] |= TOKEN;
        }
    }

    private HttpOctets() {}

    static boolean isToken(int octet) {
        return octet <= 0xFF && (CLASSES[octet] & TOKEN) != 0;
    }

    static boolean isFieldValue(int octet) {
        return octet <= 0xFF && (CLASSES[octet] & FIELD_VALUE) != 0;
    }

    /** Visible octets and those above 0x7F, which browsers of old and many tools send raw. */
    static boolean isTarget(int octet) {
        return octet <= 0xFF && (CLASSES[octet] & TARGET) != 0;
    }

    static boolean isWhiteSpace(int octet) {
        return octet == ' ' || octet == '\t';
    }
}
