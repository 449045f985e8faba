package io.pullway.proxy;

import io.pullway.wire.FieldLines;
import java.time.Duration;

/**
 * What a client prefers (RFC 7240).
 *
 * @param respondAsync whether it would rather be told where the answer will be than wait for it
 * @param patience how long it waits, 1 to 60 s; null if it does not say
 */
record Preferences(boolean respondAsync, Duration patience) {
    private static final Preferences NONE = new Preferences(false, null);
    private static final long MAX_WAIT_SECONDS = 60;

    /**
     * RFC 7240 section 2: what is not understood is ignored, and of a repeated preference the first counts.
     *
     * @param fields that are forwarded, so that the service sees what the proxy acts on
     */
    static Preferences of(FieldLines fields) {
        if (fields.first("prefer") == null) {
            return NONE;
        }
        boolean respondAsync = false;
        String wait = null;
        for (String line : fields.all("prefer")) {
            for (String preference : line.split("[,;]")) {
                // RFC 7240 section 2 allows white space around the equals sign.
                String[] nameAndValue = preference.split("=", 2);
                String name = nameAndValue[0].strip();
                if (name.equalsIgnoreCase("respond-async")) {
                    respondAsync = true;
                } else if (wait == null && nameAndValue.length == 2 && name.equalsIgnoreCase("wait")) {
                    wait = nameAndValue[1].strip();
                }
            }
        }
        return new Preferences(respondAsync, wait == null ? null : seconds(wait));
    }

    /** How long the answer may take if it is not asked for asynchronously. */
    Duration budget(Duration otherwise) {
        return patience == null ? otherwise : patience;
    }

    private static Duration seconds(String text) {
        try {
            long seconds = Long.parseLong(text.replace("\"", ""));
            return seconds < 0 ? null : Duration.ofSeconds(Math.clamp(seconds, 1, MAX_WAIT_SECONDS));
        } catch (NumberFormatException e) {
            // RFC 7240 section 2: a preference that is not understood is ignored.
            return null;
        }
    }
}
