package io.pullway.wire.letters;

import io.nats.client.support.JsonValue;
import io.pullway.wire.Body;
import io.pullway.wire.DeadLetter;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.Subjects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Dead letters as scripts and browsers read them, with their credentials masked. */
public final class LetterJson {
    private LetterJson() {}

    /** What a list tells of it: neither fields nor body. */
    public static JsonValue summary(StoredLetter stored) {
        return new JsonValue(about(stored));
    }

    /**
     * All of it.
     *
     * @param now to tell whether its credentials have expired
     */
    public static JsonValue whole(StoredLetter stored, Instant now) {
        Map<String, JsonValue> json = about(stored);
        if (stored.isEvent()) {
            content(json, "event", Body.of(stored.letter().payload()));
        }
        stored.request().ifPresent(request -> {
            json.put("fields", fields(request.fields()));
            content(json, "body", request.body());
        });
        json.put(
                "warnings",
                new JsonValue(Warning.of(stored, now).stream()
                        .map(warning -> new JsonValue(warning.kind().token()))
                        .toList()));
        return new JsonValue(json);
    }

    /** What became of one that was sent again. @param deleted whether it is erased */
    public static JsonValue redriven(StoredLetter stored, Redrive.Result result, boolean deleted) {
        Map<String, JsonValue> json = new LinkedHashMap<>();
        json.put("id", new JsonValue(stored.id()));
        json.put("newId", new JsonValue(result.newId()));
        json.put("outcome", new JsonValue(result.outcome()));
        json.put("status", new JsonValue(result.status()));
        json.put("servedBy", new JsonValue(result.servedBy()));
        json.put("deleted", new JsonValue(deleted));
        return new JsonValue(json);
    }

    private static Map<String, JsonValue> about(StoredLetter stored) {
        DeadLetter letter = stored.letter();
        Map<String, JsonValue> json = new LinkedHashMap<>();
        json.put("id", new JsonValue(stored.id()));
        json.put("buried", new JsonValue(stored.buried().toString()));
        json.put("reason", new JsonValue(letter.reason()));
        json.put("subject", new JsonValue(letter.origin().subject()));
        json.put("resource", new JsonValue(Subjects.resource(letter.origin().subject())));
        json.put("stream", new JsonValue(letter.origin().stream()));
        json.put("sequence", new JsonValue(letter.origin().sequence()));
        json.put("deliveries", new JsonValue(letter.origin().deliveries()));
        json.put("bytes", new JsonValue(letter.payload().length));
        Optional<HttpRequestMessage> request = stored.request();
        request.ifPresent(each -> {
            json.put("method", new JsonValue(each.method()));
            json.put("target", new JsonValue(each.target()));
        });
        return json;
    }

    /** As text, or as Base64 what is none. */
    private static void content(Map<String, JsonValue> json, String name, Body body) {
        Optional<String> text = Masking.text(body);
        json.put(
                text.isPresent() ? name : name + "Base64",
                new JsonValue(text.orElseGet(() -> Base64.getEncoder().encodeToString(body.toBytes()))));
    }

    private static JsonValue fields(FieldLines fields) {
        List<JsonValue> lines = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            lines.add(new JsonValue(List.of(new JsonValue(fields.name(i)), new JsonValue(Masking.value(fields, i)))));
        }
        return new JsonValue(lines);
    }
}
