package io.pullway.wire.letters;

import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValueUtils;
import io.pullway.wire.FieldLines;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What somebody should know before a letter is sent again.
 *
 * @param field the one with the credentials; null of {@link Kind#SECOND_EFFECT}
 */
public record Warning(Kind kind, String field) {
    private static final int PARTS_OF_A_TOKEN = 3;

    /** What it is about. */
    public enum Kind {
        /** It carries credentials of its client; nobody knows until when they are good. */
        CREDENTIALS("credentials"),

        /** It carries credentials of its client, which say themselves that they have expired. */
        CREDENTIALS_EXPIRED("credentials-expired"),

        /** It may have had an effect before, and now may have it a second time. */
        SECOND_EFFECT("second-effect");

        private final String token;

        Kind(String token) {
            this.token = token;
        }

        /** For scripts. */
        public String token() {
            return token;
        }
    }

    /** All that there are, in the order of the letter's fields. */
    public static List<Warning> of(StoredLetter stored, Instant now) {
        List<Warning> warnings = new ArrayList<>();
        stored.request().ifPresent(request -> {
            FieldLines fields = request.fields();
            for (int i = 0; i < fields.size(); i++) {
                if (Masking.isCredential(fields.name(i))) {
                    boolean expired = isExpired(fields.value(i), now);
                    warnings.add(new Warning(expired ? Kind.CREDENTIALS_EXPIRED : Kind.CREDENTIALS, fields.name(i)));
                }
            }
        });
        if (stored.letter().reason().equals("outcome-unknown")) {
            warnings.add(new Warning(Kind.SECOND_EFFECT, null));
        }
        return warnings;
    }

    /** Whether it is a bearer token (JWT) that says so itself. */
    private static boolean isExpired(String value, Instant now) {
        String[] parts = value.substring(value.indexOf(' ') + 1).split("\\.");
        if (parts.length != PARTS_OF_A_TOKEN) {
            return false;
        }
        try {
            String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            return JsonValueUtils.readLong(JsonParser.parse(claims), "exp", Long.MAX_VALUE) < now.getEpochSecond();
        } catch (JsonParseException | RuntimeException e) {
            return false;
        }
    }
}
