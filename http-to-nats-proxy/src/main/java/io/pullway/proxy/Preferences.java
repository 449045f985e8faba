package io.pullway.proxy;

import io.vertx.core.MultiMap;
import java.time.Duration;

/** What a client prefers (RFC 7240). */
final class Preferences {
    private static final long MAX_WAIT_SECONDS = 60;

    private Preferences() {}

    /** {@code wait=N} of {@code Prefer}, 1 to 60 s; {@code otherwise} if there is none that can be honoured. */
    static Duration budget(MultiMap headers, Duration otherwise) {
        if (!headers.contains("prefer")) {
            return otherwise;
        }
        for (String line : headers.getAll("prefer")) {
            for (String preference : line.split("[,;]")) {
                // RFC 7240 section 2 allows white space around the equals sign.
                String[] nameAndValue = preference.split("=", 2);
                if (nameAndValue.length == 2 && nameAndValue[0].strip().equalsIgnoreCase("wait")) {
                    return seconds(nameAndValue[1].strip(), otherwise);
                }
            }
        }
        return otherwise;
    }

    private static Duration seconds(String text, Duration otherwise) {
        try {
            long seconds = Long.parseLong(text.replace("\"", ""));
            return seconds < 0 ? otherwise : Duration.ofSeconds(Math.clamp(seconds, 1, MAX_WAIT_SECONDS));
        } catch (NumberFormatException e) {
            // RFC 7240 section 2: a preference that is not understood is ignored.
            return otherwise;
        }
    }
}
