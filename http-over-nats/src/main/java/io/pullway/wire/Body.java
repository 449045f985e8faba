package io.pullway.wire;

import java.util.Arrays;

/**
 * The content of an HTTP message: a view of {@code length} bytes of an array that is not copied. Who
 * makes a body gives the array away; nobody writes to it afterwards.
 */
public record Body(byte[] array, int offset, int length) {
    public static final Body EMPTY = new Body(new byte[0], 0, 0);

    public Body {
        if (offset < 0 || length < 0 || offset > array.length - length) {
            throw new IllegalArgumentException("body outside its array");
        }
    }

    public static Body of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Body(bytes, 0, bytes.length);
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /** A copy of the bytes. */
    public byte[] toBytes() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** Two bodies are equal when their bytes are. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Body that
                && Arrays.equals(array, offset, offset + length, that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toBytes());
    }

    /** Never the content: bodies are not logged. */
    @Override
    public String toString() {
        return "Body[" + length + " bytes]";
    }
}
