package io.pullway.rating.web;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The query of one request. Remembers what is wrong with it, to be told all at once, and what of it was asked for: a
 * parameter that nobody asks for is ignored, as caches and trackers append some.
 *
 * <p>Of a repeated parameter the first one counts.
 */
public final class QueryParameters {
    private final UriInfo uri;
    private final MultivaluedMap<String, String> values;
    private final Map<String, String> understood = new LinkedHashMap<>();
    private final List<WrongField> wrong = new ArrayList<>();

    public QueryParameters(UriInfo uri) {
        this.uri = uri;
        this.values = uri.getQueryParameters();
    }

    /** As it was sent. */
    public Optional<String> text(String name) {
        Optional<String> value = Optional.ofNullable(values.getFirst(name));
        value.ifPresent(sent -> understood.put(name, sent));
        return value;
    }

    /** What to search for: without the blanks around it, and absent where nothing is left. */
    public Optional<String> search(String name) {
        Optional<String> text = text(name).map(Text::trimmedOrNull);
        if (text.isPresent() && !text.get().matches("[^\\p{Cc}\\p{Cs}]{1,100}")) {
            refuse(name, "must have at most 100 characters, without control characters or unpaired surrogates");
        }
        return text;
    }

    public Optional<Long> wholeNumber(String name, long least, long most) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        // Parsing alone would take signs and the digits of other scripts too. Nineteen digits fit without a sign, and
        // are negative where they would not fit with one.
        Optional<Long> number = text.filter(digits -> digits.matches("[0-9]{1,19}"))
                .map(Long::parseUnsignedLong)
                .filter(value -> value >= least && value <= most);
        if (number.isEmpty()) {
            refuse(name, "must be a whole number from %d to %d".formatted(least, most));
        }
        return number;
    }

    public void refuse(String name, String detail) {
        wrong.add(new WrongField(name, detail));
    }

    /** @throws WebApplicationException 422 with one entry for each parameter that has been refused */
    public void requireValid() {
        if (!wrong.isEmpty()) {
            throw Problem.invalid(wrong).asException();
        }
    }

    /** The same request with another value of one parameter, or without it where the value is null. */
    URI with(String name, String value) {
        Map<String, String> query = new LinkedHashMap<>(understood);
        query.remove(name);
        if (value != null) {
            query.put(name, value);
        }
        // Not by UriBuilder.queryParam, to which braces and escapes in a value mean something.
        String encoded = query.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return uri.getAbsolutePathBuilder()
                .replaceQuery(encoded.isEmpty() ? null : encoded)
                .build();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
