package io.pullway.server;

import java.nio.charset.StandardCharsets;

/**
 * The NATS headers of a stored message as bytes ({@code HPUB}, NATS ADR-4). A client that cannot read them may lose
 * everything that comes after: jnats' reader thread ends.
 */
final class HeaderBlock {
    private static final byte[] VERSION = "NATS/1.0\r\n".getBytes(StandardCharsets.US_ASCII);

    private HeaderBlock() {}

    /**
     * Whether every client can read it: the version without a status, then lines of a name, a colon and a value, all
     * of them ASCII, ended by an empty one.
     *
     * @param block empty for a message without headers
     */
    static boolean isLegible(byte[] block) {
        if (block.length == 0) {
            return true;
        }
        int at = VERSION.length;
        if (block.length < at + 2 || !startsWithVersion(block)) {
            return false;
        }
        while (block[at] != '\r') {
            at = endOfLine(block, endOfName(block, at));
            if (at < 0 || at >= block.length) {
                return false;
            }
        }
        return at == block.length - 2 && block[at + 1] == '\n';
    }

    private static boolean startsWithVersion(byte[] block) {
        for (int i = 0; i < VERSION.length; i++) {
            if (block[i] != VERSION[i]) {
                return false;
            }
        }
        return true;
    }

    /** @return index of the colon, or -1 where there is no name */
    private static int endOfName(byte[] block, int start) {
        int at = start;
        while (at < block.length && block[at] > ' ' && block[at] < 0x7f && block[at] != ':') {
            at++;
        }
        return at > start && at < block.length && block[at] == ':' ? at : -1;
    }

    /** @return index after the line's end, or -1 where it holds what no value may hold */
    private static int endOfLine(byte[] block, int colon) {
        if (colon < 0) {
            return -1;
        }
        int at = colon + 1;
        while (at < block.length && block[at] >= 0 && block[at] != '\r' && block[at] != '\n') {
            at++;
        }
        return at + 1 < block.length && block[at] == '\r' && block[at + 1] == '\n' ? at + 2 : -1;
    }
}
