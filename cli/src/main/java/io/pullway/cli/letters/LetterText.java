package io.pullway.cli.letters;

import io.nats.client.support.JsonValue;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.Subjects;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Dead letters as people and scripts read them. Credentials are masked, control characters never shown. */
public final class LetterText {
    /** Fields whose values let somebody in. */
    static final Set<String> CREDENTIALS =
            Set.of("authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key");

    private static final String MASK = "***";
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
                legible(target.length() > MAX_TARGET ? target.substring(0, MAX_TARGET - 3) + "..." : target),
                Long.toString(stored.letter().origin().deliveries()),
                legible(stored.letter().origin().stream()));
    }

    /** All of it, several lines. */
    public static String whole(StoredLetter stored) {
        StringBuilder text = new StringBuilder();
        text.append("id:         ").append(stored.id()).append('\n');
        text.append("buried:     ").append(stored.buried()).append('\n');
        text.append("reason:     ").append(legible(stored.letter().reason())).append('\n');
        text.append("subject:    ")
                .append(legible(stored.letter().origin().subject()))
                .append('\n');
        text.append("stream:     ")
                .append(legible(stored.letter().origin().stream()))
                .append(", sequence ")
                .append(stored.letter().origin().sequence())
                .append('\n');
        text.append("deliveries: ")
                .append(stored.letter().origin().deliveries())
                .append("\n\n");
        Optional<HttpRequestMessage> request = stored.request();
        if (stored.isEvent()) {
            return text.append(text(Body.of(stored.letter().payload()))
                            .map(LetterText::legible)
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
                .append(legible(request.get().target()))
                .append('\n');
        FieldLines fields = request.get().fields();
        for (int i = 0; i < fields.size(); i++) {
            text.append(fields.name(i)).append(": ").append(value(fields, i)).append('\n');
        }
        Body body = request.get().body();
        if (!body.isEmpty()) {
            text.append('\n')
                    .append(text(body).map(LetterText::legible).orElse("(body of " + body.length() + " bytes)"));
        }
        return text.toString().stripTrailing();
    }

    /** @param whole with fields and body */
    public static JsonValue json(StoredLetter stored, boolean whole) {
        Map<String, JsonValue> json = new LinkedHashMap<>();
        json.put("id", new JsonValue(stored.id()));
        json.put("buried", new JsonValue(stored.buried().toString()));
        json.put("reason", new JsonValue(stored.letter().reason()));
        json.put("subject", new JsonValue(stored.letter().origin().subject()));
        json.put(
                "resource",
                new JsonValue(Subjects.resource(stored.letter().origin().subject())));
        json.put("stream", new JsonValue(stored.letter().origin().stream()));
        json.put("sequence", new JsonValue(stored.letter().origin().sequence()));
        json.put("deliveries", new JsonValue(stored.letter().origin().deliveries()));
        json.put("bytes", new JsonValue(stored.letter().payload().length));
        if (stored.isEvent() && whole) {
            Optional<String> text = text(Body.of(stored.letter().payload()));
            json.put(
                    text.isPresent() ? "event" : "eventBase64",
                    new JsonValue(text.orElseGet(() ->
                            Base64.getEncoder().encodeToString(stored.letter().payload()))));
        }
        stored.request().ifPresent(request -> {
            json.put("method", new JsonValue(request.method()));
            json.put("target", new JsonValue(request.target()));
            if (whole) {
                json.put("fields", fields(request.fields()));
                Optional<String> text = text(request.body());
                json.put(
                        text.isPresent() ? "body" : "bodyBase64",
                        new JsonValue(text.orElseGet(() -> Base64.getEncoder()
                                .encodeToString(request.body().toBytes()))));
            }
        });
        return new JsonValue(json);
    }

    private static JsonValue fields(FieldLines fields) {
        List<JsonValue> lines = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            lines.add(new JsonValue(List.of(new JsonValue(fields.name(i)), new JsonValue(value(fields, i)))));
        }
        return new JsonValue(lines);
    }

    private static String value(FieldLines fields, int line) {
        return CREDENTIALS.contains(fields.name(line)) ? MASK : legible(fields.value(line));
    }

    /** Empty if the body is no text. */
    private static Optional<String> text(Body body) {
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

    /** The reason without the sentence after it. */
    private static String token(String reason) {
        int colon = reason.indexOf(':');
        return legible(colon < 0 ? reason : reason.substring(0, colon));
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
