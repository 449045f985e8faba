package io.pullway.wire;

import java.util.Arrays;

/**
 * Writes one HTTP message in one pass: every octet is checked as it is copied. Names and values are
 * ISO-8859-1 text.
 */
final class MessageWriter {
    private byte[] octets;
    private int at;

    MessageWriter(int expectedLength) {
        octets = new byte[expectedLength];
    }

    /** Room for the lines of {@code fields}, their separators and the envelope's own lines. */
    static int expectedLength(int startLine, FieldLines fields, Body body) {
        int length = startLine + body.length() + 320;
        for (int i = 0; i < fields.size(); i++) {
            length += fields.name(i).length() + fields.value(i).length() + 4;
        }
        return length;
    }

    /** Text of our own making, known to be legal where it stands. */
    MessageWriter literal(String text) {
        int length = text.length();
        ensure(length);
        for (int i = 0; i < length; i++) {
            octets[at++] = (byte) text.charAt(i);
        }
        return this;
    }

    MessageWriter token(String text) throws MalformedMessageException {
        int length = text.length();
        if (length == 0) {
            throw new MalformedMessageException("an empty token");
        }
        ensure(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (!HttpOctets.isToken(c)) {
                throw new MalformedMessageException("an octet that a token may not hold");
            }
            octets[at++] = (byte) c;
        }
        return this;
    }

    MessageWriter target(String text) throws MalformedMessageException {
        int length = text.length();
        if (length == 0 || text.charAt(0) != '/') {
            throw new MalformedMessageException("a target that does not start with a slash");
        }
        ensure(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (!HttpOctets.isTarget(c)) {
                throw new MalformedMessageException("an octet that a target may not hold");
            }
            octets[at++] = (byte) c;
        }
        return this;
    }

    /** A field line of the application: the name in lower case, never one of Pullway's own. */
    MessageWriter field(String name, String value) throws MalformedMessageException {
        if (name.startsWith(OwnFields.PREFIX)) {
            throw new MalformedMessageException("a field of the platform among those of the application");
        }
        int start = at;
        token(name);
        for (int i = start; i < at; i++) {
            if (octets[i] >= 'A' && octets[i] <= 'Z') {
                throw new MalformedMessageException("a field name that is not in lower case");
            }
        }
        return value(value);
    }

    MessageWriter ownField(String name, String value) throws MalformedMessageException {
        return literal(name).value(value);
    }

    private MessageWriter value(String value) throws MalformedMessageException {
        int length = value.length();
        ensure(length + 4);
        octets[at++] = ':';
        octets[at++] = ' ';
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (!HttpOctets.isFieldValue(c)) {
                throw new MalformedMessageException("an octet that a field value may not hold");
            }
            octets[at++] = (byte) c;
        }
        return endLine();
    }

    MessageWriter endLine() {
        ensure(2);
        octets[at++] = '\r';
        octets[at++] = '\n';
        return this;
    }

    MessageWriter fields(FieldLines fields) throws MalformedMessageException {
        for (int i = 0; i < fields.size(); i++) {
            field(fields.name(i), fields.value(i));
        }
        return this;
    }

    /** Ends the header section, adds the body and returns the message. */
    byte[] finish(Body body) {
        endLine();
        ensure(body.length());
        System.arraycopy(body.array(), body.offset(), octets, at, body.length());
        at += body.length();
        return at == octets.length ? octets : Arrays.copyOf(octets, at);
    }

    private void ensure(int more) {
        if (octets.length - at < more) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, at + more));
        }
    }
}
