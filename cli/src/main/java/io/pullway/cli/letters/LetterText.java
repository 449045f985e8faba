package io.pullway.cli.letters;

import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.letters.Masking;
import io.pullway.wire.letters.StoredLetter;
import io.pullway.wire.letters.Warning;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Dead letters as people read them at a terminal. Credentials are masked, control characters never shown. */
public final class LetterText {
    private static final List<String> COLUMNS =
            List.of("ID", "AGE", "REASON", "METHOD", "TARGET", "DELIVERIES", "STREAM");
    private static final int MAX_TARGET = 60;

    private LetterText() {}

    public static List<String> columns() {
        return COLUMNS;
    }

    /** What stands in {@link #columns}. */
    public static List<String> row(StoredLetter stored, Instant now) {
        Optional<HttpRequestMessage> request = stored.request();
        String target = request.map(HttpRequestMessage::target)
                .orElse("(" + stored.letter().origin().subject() + ")");
        return List.of(
                stored.id(),
                age(Duration.between(stored.buried(), now)),
                token(stored.letter().reason()),
                request.map(HttpRequestMessage::method).orElse("-"),
                Masking.legible(target.length() > MAX_TARGET ? target.substring(0, MAX_TARGET - 3) + "..." : target),
                Long.toString(stored.letter().origin().deliveries()),
                Masking.legible(stored.letter().origin().stream()));
    }

    /** All of it, several lines. */
    public static String whole(StoredLetter stored) {
        StringBuilder text = new StringBuilder();
        text.append("id:         ").append(stored.id()).append('\n');
        text.append("buried:     ").append(stored.buried()).append('\n');
        text.append("reason:     ")
                .append(Masking.legible(stored.letter().reason()))
                .append('\n');
        text.append("subject:    ")
                .append(Masking.legible(stored.letter().origin().subject()))
                .append('\n');
        text.append("stream:     ")
                .append(Masking.legible(stored.letter().origin().stream()))
                .append(", sequence ")
                .append(stored.letter().origin().sequence())
                .append('\n');
        text.append("deliveries: ")
                .append(stored.letter().origin().deliveries())
                .append("\n\n");
        Optional<HttpRequestMessage> request = stored.request();
        if (stored.isEvent()) {
            return text.append(Masking.text(Body.of(stored.letter().payload()))
                            .map(Masking::legible)
                            .orElse("(event of " + stored.letter().payload().length + " bytes)"))
                    .toString();
        }
        if (request.isEmpty()) {
            return text.append("(no request: ")
                    .append(stored.letter().payload().length)
                    .append(" bytes)")
                    .toString();
        }
        text.append(request.get().method())
                .append(' ')
                .append(Masking.legible(request.get().target()))
                .append('\n');
        FieldLines fields = request.get().fields();
        for (int i = 0; i < fields.size(); i++) {
            text.append(fields.name(i))
                    .append(": ")
                    .append(Masking.value(fields, i))
                    .append('\n');
        }
        Body body = request.get().body();
        if (!body.isEmpty()) {
            text.append('\n')
                    .append(Masking.text(body).map(Masking::legible).orElse("(body of " + body.length() + " bytes)"));
        }
        return text.toString().stripTrailing();
    }

    /** One sentence, before it is sent again. */
    public static String warning(StoredLetter stored, Warning warning) {
        return stored.id()
                + switch (warning.kind()) {
                    case CREDENTIALS -> carries(warning) + "may have expired.";
                    case CREDENTIALS_EXPIRED -> carries(warning) + "have expired.";
                    case SECOND_EFFECT -> " may have had an effect before; now it may have it a second time.";
                };
    }

    private static String carries(Warning warning) {
        return " carries credentials of its client (" + warning.field() + "), which ";
    }

    /** The reason without the sentence after it. */
    private static String token(String reason) {
        int colon = reason.indexOf(':');
        return Masking.legible(colon < 0 ? reason : reason.substring(0, colon));
    }

    /** One unit is enough to see how old something is. */
    public static String age(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 120) {
            return seconds + "s";
        }
        if (seconds < 2 * 3_600) {
            return seconds / 60 + "m";
        }
        return seconds < 2 * 86_400 ? seconds / 3_600 + "h" : seconds / 86_400 + "d";
    }
}
