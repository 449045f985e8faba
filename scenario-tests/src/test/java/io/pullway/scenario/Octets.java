package io.pullway.scenario;

/** Bytes and the ISO-8859-1 text of them. */
final class Octets {
    private Octets() {}

    /** Every value from 0x00 to 0xFF, in order, {@code times} over. */
    static byte[] all(int times) {
        return repeating(256 * times);
    }

    /** {@code length} bytes that go through all values again and again. */
    static byte[] repeating(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    /** The characters from {@code first} to {@code last}, each as one byte of that value. */
    static String text(int first, int last) {
        StringBuilder text = new StringBuilder();
        for (int octet = first; octet <= last; octet++) {
            text.append((char) octet);
        }
        return text.toString();
    }

    /** Every character of an ISO-8859-1 text as {@code %XX}. */
    static String percentEncoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (char octet : text.toCharArray()) {
            encoded.append('%').append("%02X".formatted((int) octet));
        }
        return encoded.toString();
    }
}
