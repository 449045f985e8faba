package io.pullway.wire.letters;

import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** What people may see of a stored message: credentials are masked, and control characters are never shown. */
public final class Masking {
    /** In the place of a credential. */
    public static final String MASK = "***";

    /** Fields whose values let somebody in. */
    private static final Set<String> CREDENTIALS =
            Set.of("authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key");

    private Masking() {}

    /** @param field its name, in lower case */
    static boolean isCredential(String field) {
        return CREDENTIALS.contains(field);
    }

    /** The value of a field. */
    public static String value(FieldLines fields, int line) {
        return isCredential(fields.name(line)) ? MASK : legible(fields.value(line));
    }

    /** Empty if the body is no text. */
    public static Optional<String> text(Body body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.array(), body.offset(), body.length()))
                    .toString();
            return text.chars().allMatch(c -> c >= ' ' && c != 0x7f || c == '\n' || c == '\r' || c == '\t')
                    ? Optional.of(text)
                    : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** What would steer a terminal is written as an escape. */
    public static String legible(String text) {
        StringBuilder legible = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = c < ' ' && c != '\n' && c != '\t' || c >= 0x7f && c < 0xa0;
            legible.append(control ? String.format("\\x%02x", (int) c) : String.valueOf(c));
        }
        return legible.toString();
    }
}
