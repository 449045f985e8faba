package io.pullway.proxy.limits;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many requests one client may send to all proxies together.
 *
 * @param perSecond in the long run
 * @param burst at once, after a pause
 */
public record RateLimit(int perSecond, int burst) {
    private static final Pattern SYNTAX = Pattern.compile("([1-9][0-9]{0,5})(?:/([1-9][0-9]{0,5}))?");

    /**
     * Reads {@code 50} or {@code 50/200}: the rate, and the burst if it is not that of one second.
     *
     * @throws IllegalArgumentException with one sentence that names the property
     */
    public static RateLimit parse(String property, String text) {
        Matcher limit = SYNTAX.matcher(text.strip());
        if (!limit.matches()) {
            throw new IllegalArgumentException(property + " is '" + text + "'; allowed: requests per second such as 50,"
                    + " or with the burst such as 50/200; each 1 to 999999");
        }
        int perSecond = Integer.parseInt(limit.group(1));
        return new RateLimit(perSecond, limit.group(2) == null ? perSecond : Integer.parseInt(limit.group(2)));
    }

    /** After so many seconds without a request the whole burst may be sent again. */
    int window() {
        return Math.ceilDiv(burst, perSecond);
    }
}
