package io.pullway.rating.web;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.WebApplicationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Newline-delimited JSON: one text a line. Empty lines count, to keep the numbers that an editor shows, and are
 * skipped; the last line may lack its line feed.
 */
public final class JsonLines {
    public static final String MEDIA_TYPE = "application/x-ndjson";

    /** About as many ratings as a request of the platform has room for. */
    private static final int MOST_LINES = 10_000;

    /** Room for the longest text, each character of it escaped. */
    private static final int LONGEST_LINE = 16 * 1024;

    /** One line that is not empty. */
    public sealed interface Line {
        /** From 1. */
        int number();
    }

    public record Parsed(int number, JsonNode json) implements Line {}

    /** @param detail what is wrong with it, as a sentence */
    public record Malformed(int number, String detail) implements Line {}

    private final List<Line> lines = new ArrayList<>();

    /** @throws WebApplicationException 413 if there are too many */
    JsonLines(byte[] text, StrictJson json) throws IOException {
        int number = 0;
        for (int start = 0; start < text.length; number++) {
            int end = start;
            while (end < text.length && text[end] != '\n') {
                end++;
            }
            if (!isBlank(text, start, end)) {
                if (lines.size() == MOST_LINES) {
                    throw Problem.tooLarge("There are more than %,d lines.".formatted(MOST_LINES))
                            .asException();
                }
                lines.add(line(number + 1, text, start, end - start, json));
            }
            start = end + 1;
        }
    }

    /** In their order. */
    public List<Line> lines() {
        return lines;
    }

    private static Line line(int number, byte[] text, int start, int length, StrictJson json) throws IOException {
        if (length > LONGEST_LINE) {
            return new Malformed(number, "The line is longer than %,d bytes.".formatted(LONGEST_LINE));
        }
        try {
            return new Parsed(number, json.read(new ByteArrayInputStream(text, start, length)));
        } catch (StrictJson.MalformedException e) {
            return new Malformed(number, "The line " + e.inLine() + ".");
        }
    }

    private static boolean isBlank(byte[] text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
