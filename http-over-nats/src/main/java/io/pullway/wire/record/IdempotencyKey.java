package io.pullway.wire.record;

import java.util.List;

/**
 * The value of {@code Idempotency-Key}: a quoted string (RFC 8941 section 3.3.3) or the same characters bare;
 * either way it is the same key.
 */
public sealed interface IdempotencyKey {
    int MAX_LENGTH = 255;

    /** Who has no credentials shares one name with everybody else: a short key would be somebody's already. */
    int MIN_LENGTH_OF_ANONYMOUS = 16;

    /** @param text 1 to 255 visible ASCII characters or blanks. Never logged */
    record Valid(String text) implements IdempotencyKey {
        @Override
        public String toString() {
            return "Valid[" + text.length() + " characters]";
        }
    }

    /** @param reason one sentence for the client */
    record Refused(String reason) implements IdempotencyKey {}

    /**
     * Reads the field.
     *
     * @param values of all field lines of this name, at least one
     */
    static IdempotencyKey parse(List<String> values, Principal principal) {
        if (values.size() != 1) {
            return new Refused("Idempotency-Key stands more than once.");
        }
        String value = values.getFirst().strip();
        String key = value.startsWith("\"") ? unquoted(value) : bare(value);
        if (key == null) {
            return new Refused("Idempotency-Key is neither a quoted string of visible ASCII characters nor a token"
                    + " without quotes, commas, semicolons and blanks.");
        }
        if (key.isEmpty() || key.length() > MAX_LENGTH) {
            return new Refused("Idempotency-Key has no characters, or more than " + MAX_LENGTH + ".");
        }
        if (principal.isAnonymous() && key.length() < MIN_LENGTH_OF_ANONYMOUS) {
            return new Refused(
                    "Without credentials Idempotency-Key needs at least " + MIN_LENGTH_OF_ANONYMOUS + " characters.");
        }
        return new Valid(key);
    }

    /** A backslash stands only before a quote or another one; nothing follows the closing quote. */
    private static String unquoted(String value) {
        StringBuilder key = new StringBuilder();
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                return i == value.length() - 1 ? key.toString() : null;
            }
            if (c == '\\') {
                c = ++i < value.length() ? value.charAt(i) : 0;
                if (c != '"' && c != '\\') {
                    return null;
                }
            }
            if (c < ' ' || c > '~') {
                return null;
            }
            key.append(c);
        }
        return null;
    }

    private static String bare(String value) {
        boolean legal = value.chars().allMatch(c -> c > ' ' && c <= '~' && "\",;\\".indexOf(c) < 0);
        return legal ? value : null;
    }
}
