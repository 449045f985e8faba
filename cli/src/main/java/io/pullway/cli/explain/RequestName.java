package io.pullway.cli.explain;

import io.pullway.cli.streams.RefusedException;
import io.pullway.wire.RequestId;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request as somebody names it: by its id, by the {@code instance} of a problem document ({@code urn:uuid:…}), or by the
 * address of its status, as it was in a {@code Location}.
 *
 * @param resource null where the name does not say it
 */
public record RequestName(RequestId id, String resource) {
    private static final Pattern NAME = Pattern.compile(
            "(?:.*/-/requests/(?:([A-Za-z0-9_%-]+)/)?|urn:uuid:)?([0-9a-f-]{36})/?(?:[?#].*)?",
            Pattern.CASE_INSENSITIVE);

    /** Where the version of a UUID stands in its text (RFC 9562, section 4). */
    private static final int VERSION = 14;

    /** @throws RefusedException when it names no request */
    public static RequestName parse(String text) throws RefusedException {
        Matcher name = NAME.matcher(text.strip());
        RequestId id = name.matches() ? RequestId.parse(name.group(2).toLowerCase(Locale.ROOT)) : null;
        if (id == null) {
            throw new RefusedException(
                    "\"" + text + "\" names no request: write its id, such as"
                            + " 0199a5e0-7c1f-7000-8000-00000000002a, or the address of its status, …/api/-/requests/users/ID.");
        }
        return new RequestName(id, name.group(1));
    }

    /** Whether its id is made from an {@code Idempotency-Key}: such a request always has a record. */
    boolean isKeyed() {
        return version() == '8';
    }

    /** When its id was made, by the clock of the machine that made it; null where the id does not tell. */
    Instant made() {
        return version() == '7' ? Instant.ofEpochMilli(id.highBits() >>> 16) : null;
    }

    private char version() {
        return id.text().charAt(VERSION);
    }
}
