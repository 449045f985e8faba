package io.pullway.wire;

/**
 * One token of a subject that stands for a path segment: each octet outside {@code A-Z a-z 0-9 _ -} as
 * {@code %XX} in upper-case hex, an empty segment as a lone {@code %}.
 *
 * <p>{@code .}, {@code *}, {@code >}, space and control octets never reach a subject raw: one bad
 * subject cuts the connection that all requests share.
 */
final class SubjectToken {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private SubjectToken() {}

    /** Why a segment cannot be a token; {@code null} from {@link #append} means that it can. */
    enum Fault {
        INVALID_ESCAPE,
        ENCODED_SEPARATOR,
        DOT_SEGMENT,
        ILLEGAL_OCTET
    }

    /** Decodes the segment {@code path[from, to)} and appends its token. */
    static Fault append(StringBuilder subject, String path, int from, int to) {
        if (from == to) {
            subject.append('%');
            return null;
        }
        int octets = 0;
        boolean dotsOnly = true;
        for (int i = from; i < to; i++, octets++) {
            int octet = path.charAt(i);
            if (octet == '%') {
                octet = to - i < 3 ? -1 : hex(path.charAt(i + 1)) << 4 | hex(path.charAt(i + 2));
                if (octet < 0) {
                    return Fault.INVALID_ESCAPE;
                }
                if (octet == '/' || octet == 0) {
                    return Fault.ENCODED_SEPARATOR;
                }
                i += 2;
            } else if (!HttpOctets.isTarget(octet)) {
                return Fault.ILLEGAL_OCTET;
            }
            if (octet == '\\') {
                return Fault.ENCODED_SEPARATOR;
            }
            dotsOnly &= octet == '.';
            append(subject, octet);
        }
        return dotsOnly && octets <= 2 ? Fault.DOT_SEGMENT : null;
    }

    private static void append(StringBuilder subject, int octet) {
        if (octet >= 'a' && octet <= 'z'
                || octet >= '0' && octet <= '9'
                || octet >= 'A' && octet <= 'Z'
                || octet == '_'
                || octet == '-') {
            subject.append((char) octet);
        } else {
            subject.append('%').append(HEX[octet >> 4]).append(HEX[octet & 15]);
        }
    }

    /** The value of a hex digit, or a negative number. */
    private static int hex(char c) {
        return c > 'f' ? -1 : Character.digit(c, 16);
    }
}
