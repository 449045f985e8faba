package io.pullway.wire;

import java.nio.charset.StandardCharsets;

/**
 * Reads one HTTP message (RFC 9112) front to back, each octet once. Strict: no folded lines, no bare
 * LF, no white space before a colon or in a start line other than its single spaces.
 */
final class MessageReader {
    private final byte[] octets;
    private int at;
    private String name;
    private String value;

    MessageReader(byte[] octets) {
        this.octets = octets;
    }

    String token(char end) throws MalformedMessageException {
        int start = at;
        while (at < octets.length && HttpOctets.isToken(octets[at] & 0xFF)) {
            at++;
        }
        String token = text(start, at);
        if (token.isEmpty()) {
            throw new MalformedMessageException("a token is missing in the start line");
        }
        expect(end);
        return token;
    }

    String target() throws MalformedMessageException {
        int start = at;
        while (at < octets.length && HttpOctets.isTarget(octets[at] & 0xFF)) {
            at++;
        }
        if (at == start || octets[start] != '/') {
            throw new MalformedMessageException("the target is not in origin form");
        }
        String target = text(start, at);
        expect(' ');
        return target;
    }

    /** Three digits, 100 to 599 (RFC 9110 section 15). */
    int status() throws MalformedMessageException {
        int status = 0;
        for (int i = 0; i < 3; i++) {
            int digit = at < octets.length ? octets[at++] - '0' : -1;
            if (digit < 0 || digit > 9) {
                throw new MalformedMessageException("the status is not a number of three digits");
            }
            status = status * 10 + digit;
        }
        if (status < 100 || status > 599) {
            throw new MalformedMessageException("the status is not between 100 and 599");
        }
        return status;
    }

    /** The rest of the status line: a reason that means nothing (RFC 9112 section 4). */
    void reasonPhrase() throws MalformedMessageException {
        expect(' ');
        while (at < octets.length && HttpOctets.isFieldValue(octets[at] & 0xFF)) {
            at++;
        }
        endLine();
    }

    void literal(String text) throws MalformedMessageException {
        for (int i = 0; i < text.length(); i++) {
            expect(text.charAt(i));
        }
    }

    void endLine() throws MalformedMessageException {
        expect('\r');
        expect('\n');
    }

    /** Moves to the next field line; false at the empty line, after which only the body is left. */
    boolean nextField() throws MalformedMessageException {
        if (at < octets.length && octets[at] == '\r') {
            endLine();
            return false;
        }
        name = fieldName();
        value = fieldValue();
        return true;
    }

    /** Name of the current field line, in lower case. */
    String name() {
        return name;
    }

    String value() {
        return value;
    }

    Body body() {
        return at == octets.length ? Body.EMPTY : new Body(octets, at, octets.length - at);
    }

    private String fieldName() throws MalformedMessageException {
        int start = at;
        boolean lower = true;
        while (at < octets.length && HttpOctets.isToken(octets[at] & 0xFF)) {
            lower &= octets[at] < 'A' || octets[at] > 'Z';
            at++;
        }
        if (at == start) {
            throw new MalformedMessageException("a field line without a name");
        }
        String read = text(start, at);
        expect(':');
        return lower ? read : AsciiText.lower(read);
    }

    private String fieldValue() throws MalformedMessageException {
        while (at < octets.length && HttpOctets.isWhiteSpace(octets[at])) {
            at++;
        }
        int start = at;
        int end = at;
        while (at < octets.length && HttpOctets.isFieldValue(octets[at] & 0xFF)) {
            if (!HttpOctets.isWhiteSpace(octets[at++])) {
                end = at;
            }
        }
        endLine();
        return text(start, end);
    }

    private void expect(char c) throws MalformedMessageException {
        if (at >= octets.length) {
            throw new MalformedMessageException("the message ends in its header section");
        }
        if (octets[at++] != c) {
            throw new MalformedMessageException("an octet that may not stand there");
        }
    }

    private String text(int start, int end) {
        return new String(octets, start, end - start, StandardCharsets.ISO_8859_1);
    }
}
