package io.pullway.cli.doctor;

import io.nats.client.support.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All that was found at one time.
 *
 * @param at what was looked at, in words
 */
public record Report(Instant time, String at, List<Section> sections) {
    private static final int WARNINGS_ONLY = 3;
    private static final int ERRORS = 4;

    /** 0 when nothing has to be done, 3 with warnings, 4 with errors. */
    public int exitCode() {
        return count(Severity.ERROR) > 0 ? ERRORS : count(Severity.WARNING) > 0 ? WARNINGS_ONLY : 0;
    }

    /** For people, the worst first. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Looked at " + at + ".");
        for (Section section : sections) {
            section.findings().stream()
                    .sorted(Comparator.comparing(Finding::severity))
                    .forEach(finding -> lines.addAll(paragraph(section, finding)));
        }
        lines.add("");
        String well = sections.stream()
                .filter(section -> section.findings().isEmpty())
                .filter(section -> section.notLookedAt().isEmpty())
                .map(Section::name)
                .collect(Collectors.joining(", "));
        if (!well.isEmpty()) {
            lines.add("Well: " + well + ".");
        }
        for (Section section : sections) {
            section.notLookedAt().forEach(what -> lines.add("Not looked at: " + section.name() + ": " + what));
        }
        lines.add(sentence());
        return lines;
    }

    private static List<String> paragraph(Section section, Finding finding) {
        String head = finding.severity() == Severity.ERROR
                ? "ERROR  "
                : finding.severity().word() + "  ";
        return List.of(
                "",
                head + section.name() + ": " + finding.what() + ".",
                "    " + finding.why(),
                "    $ " + finding.command());
    }

    private String sentence() {
        long errors = count(Severity.ERROR);
        long warnings = count(Severity.WARNING);
        if (errors + warnings == 0) {
            boolean all =
                    sections.stream().allMatch(section -> section.notLookedAt().isEmpty());
            return "Nothing has to be done" + (all ? "." : ", as far as could be looked.");
        }
        return errors
                + (errors == 1 ? " error, " : " errors, ")
                + warnings
                + (warnings == 1 ? " warning." : " warnings.");
    }

    public JsonValue json() {
        Map<String, JsonValue> json = new LinkedHashMap<>();
        json.put("time", new JsonValue(time.toString()));
        json.put("lookedAt", new JsonValue(at));
        json.put("errors", new JsonValue(count(Severity.ERROR)));
        json.put("warnings", new JsonValue(count(Severity.WARNING)));
        json.put("sections", new JsonValue(sections.stream().map(Report::json).toList()));
        return new JsonValue(json);
    }

    private static JsonValue json(Section section) {
        Map<String, JsonValue> json = new LinkedHashMap<>();
        json.put("name", new JsonValue(section.name()));
        json.put(
                "findings",
                new JsonValue(section.findings().stream().map(Report::json).toList()));
        json.put(
                "notLookedAt",
                new JsonValue(section.notLookedAt().stream().map(JsonValue::new).toList()));
        return new JsonValue(json);
    }

    private static JsonValue json(Finding finding) {
        Map<String, JsonValue> json = new LinkedHashMap<>();
        json.put("severity", new JsonValue(finding.severity().word()));
        json.put("what", new JsonValue(finding.what()));
        json.put("why", new JsonValue(finding.why()));
        json.put("command", new JsonValue(finding.command()));
        return new JsonValue(json);
    }

    private long count(Severity severity) {
        return sections.stream()
                .flatMap(section -> section.findings().stream())
                .filter(finding -> finding.severity() == severity)
                .count();
    }
}
