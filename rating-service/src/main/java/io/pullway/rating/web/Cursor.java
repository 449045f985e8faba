package io.pullway.rating.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A place in a sorted list: just after or just before an entry, which need not be there any more. To clients it is an
 * opaque text that can stand in a URL.
 *
 * <p>The text is base64url, without padding, of a CRC-32 and of direction, order, id and value with line feeds between
 * them. The checksum finds what was cut off or mistyped. It keeps out no forger, who gains nothing: a cursor says
 * where to begin, and not what may be read.
 *
 * @param direction of the part of the list that is asked for
 * @param order as {@code sort=} has it; without line feeds
 * @param id of the entry
 * @param value by which the entry is sorted
 */
record Cursor(Direction direction, String order, long id, String value) {
    enum Direction {
        AFTER,
        BEFORE
    }

    /** That of a value of 100 characters, each four bytes long, with room to spare. */
    private static final int LONGEST = 1_000;

    /** A text has one code; {@link #decoded} takes no other. */
    String encoded() {
        byte[] content = "%s\n%s\n%d\n%s".formatted(direction, order, id, value).getBytes(StandardCharsets.UTF_8);
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES + content.length)
                .putInt(checksum(content))
                .put(content)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @return empty if no cursor has this code */
    static Optional<Cursor> decoded(String code) {
        if (code.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(code));
            if (bytes.remaining() < Integer.BYTES) {
                return Optional.empty();
            }
            int checksum = bytes.getInt();
            byte[] content = new byte[bytes.remaining()];
            bytes.get(content);
            return checksum == checksum(content)
                    ? parsed(content).filter(cursor -> cursor.encoded().equals(code))
                    : Optional.empty();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Cursor> parsed(byte[] content) throws CharacterCodingException {
        String[] parts = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(content))
                .toString()
                .split("\n", 4);
        return parts.length < 4
                ? Optional.empty()
                : Optional.of(new Cursor(Direction.valueOf(parts[0]), parts[1], Long.parseLong(parts[2]), parts[3]));
    }

    private static int checksum(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return (int) crc.getValue();
    }
}
