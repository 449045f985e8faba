package io.pullway.cli.explain;

import io.nats.client.support.JsonValue;
import io.pullway.cli.letters.LetterText;
import io.pullway.wire.letters.LetterJson;
import io.pullway.wire.letters.Masking;
import io.pullway.wire.letters.StoredLetter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that is known of one request.
 *
 * @param now where it is, in one word: {@code waiting}, {@code handed-out}, {@code answered} and so on
 * @param steps what happened
 * @param letters its dead letters, the oldest first
 */
public record Explanation(String id, String now, List<Step> steps, List<StoredLetter> letters, Hints hints) {
    /**
     * What is left for people.
     *
     * @param unknown what cannot be known, and where to look further
     * @param commands to type next
     * @param notLookedAt what could not be examined, and why
     */
    public record Hints(List<String> unknown, List<String> commands, List<String> notLookedAt) {}

    static final String NO_TRACE = "no-trace";

    private static final int NOTHING_FOUND = 3;

    /** 0, or 3 when there is no trace of it. */
    public int exitCode() {
        return now.equals(NO_TRACE) ? NOTHING_FOUND : 0;
    }

    private List<Step> inOrder() {
        return steps.stream().sorted(Comparator.comparing(Step::when)).toList();
    }

    /** For people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Request " + id + ": " + now);
        lines.add("");
        inOrder().forEach(step -> lines.add(seconds(step.when()) + "  " + Masking.legible(step.what())));
        letters.forEach(letter -> {
            lines.add("");
            LetterText.whole(letter).lines().forEach(line -> lines.add("    " + line));
        });
        lines.add("");
        hints.unknown().forEach(lines::add);
        hints.commands().forEach(command -> lines.add("$ " + command));
        hints.notLookedAt().forEach(what -> lines.add("Not looked at: " + what));
        return lines;
    }

    private static String seconds(Instant when) {
        return String.format("%-24s", Instant.ofEpochMilli(when.toEpochMilli()));
    }

    public JsonValue json() {
        Map<String, JsonValue> json = new LinkedHashMap<>();
        json.put("id", new JsonValue(id));
        json.put("now", new JsonValue(now));
        json.put(
                "steps",
                new JsonValue(inOrder().stream()
                        .map(step -> new JsonValue(Map.of(
                                "time", new JsonValue(step.when().toString()), "what", new JsonValue(step.what()))))
                        .toList()));
        json.put(
                "deadLetters",
                new JsonValue(letters.stream()
                        .map(letter -> LetterJson.whole(letter, Instant.now()))
                        .toList()));
        json.put("unknown", texts(hints.unknown()));
        json.put("commands", texts(hints.commands()));
        json.put("notLookedAt", texts(hints.notLookedAt()));
        return new JsonValue(json);
    }

    private static JsonValue texts(List<String> texts) {
        return new JsonValue(texts.stream().map(JsonValue::new).toList());
    }
}
