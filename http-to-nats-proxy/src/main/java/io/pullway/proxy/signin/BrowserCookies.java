package io.pullway.proxy.signin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The proxy's own cookies in a request, and the cookies of others. {@code __Host-} makes browsers take them only from
 * this very host, over HTTPS or on localhost, and for all of its paths.
 *
 * @param session what the session cookie holds, put together from its parts; null without one
 * @param sessionParts of how many cookies
 * @param browser what tells this browser from others while it signs in; null without one
 * @param others the {@code Cookie} fields without these
 */
public record BrowserCookies(String session, int sessionParts, String browser, List<String> others) {
    private static final String PREFIX = "__Host-pullway-";
    private static final String SESSION = PREFIX + "session";
    private static final String BROWSER = PREFIX + "sign-in";
    private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=";

    /** Browsers keep 4,096 bytes of name and value. */
    private static final int PART = 3_900;

    /** They come with every request, whose fields may have 16 KiB. */
    private static final int MAX_PARTS = 3;

    /** Whether there is one of the proxy's own in these fields. */
    public static boolean areIn(List<String> fields) {
        for (String field : fields) {
            if (field.contains(PREFIX)) {
                return true;
            }
        }
        return false;
    }

    /** @param fields the values of the {@code Cookie} fields; of HTTP/2 there may be one for each cookie */
    public static BrowserCookies of(List<String> fields) {
        Map<String, String> own = new HashMap<>();
        List<String> others = new ArrayList<>();
        for (String field : fields) {
            List<String> kept = new ArrayList<>();
            for (String pair : field.split(";")) {
                String cookie = pair.strip();
                int equals = cookie.indexOf('=');
                if (cookie.startsWith(PREFIX)) {
                    own.putIfAbsent(
                            equals < 0 ? cookie : cookie.substring(0, equals).strip(),
                            equals < 0 ? "" : cookie.substring(equals + 1).strip());
                } else if (!cookie.isEmpty()) {
                    kept.add(cookie);
                }
            }
            if (!kept.isEmpty()) {
                others.add(String.join("; ", kept));
            }
        }
        StringBuilder session = new StringBuilder();
        int parts = 0;
        while (parts < MAX_PARTS && own.containsKey(name(parts))) {
            session.append(own.get(name(parts)));
            parts++;
        }
        return new BrowserCookies(parts == 0 ? null : session.toString(), parts, own.get(BROWSER), others);
    }

    /**
     * The {@code Set-Cookie} fields that give the browser a session in place of the one that came.
     *
     * @return null if it is too large for cookies
     */
    public List<String> replacedBy(String sealed, Duration life) {
        int parts = (sealed.length() + PART - 1) / PART;
        if (parts > MAX_PARTS) {
            return null;
        }
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            String part = sealed.substring(i * PART, Math.min(sealed.length(), (i + 1) * PART));
            fields.add(name(i) + "=" + part + ATTRIBUTES + life.toSeconds());
        }
        for (int i = parts; i < sessionParts; i++) {
            fields.add(removed(i));
        }
        return fields;
    }

    /** The {@code Set-Cookie} fields that take the session from the browser. */
    public List<String> removed() {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < Math.max(1, sessionParts); i++) {
            fields.add(removed(i));
        }
        return fields;
    }

    /** The {@code Set-Cookie} field that gives the browser a name while it signs in. */
    static String browser(String name, Duration life) {
        return BROWSER + "=" + name + ATTRIBUTES + life.toSeconds();
    }

    private static String removed(int part) {
        return name(part) + "=" + ATTRIBUTES + 0;
    }

    private static String name(int part) {
        return part == 0 ? SESSION : SESSION + "-" + part;
    }

    /** Without their values. */
    @Override
    public String toString() {
        return "BrowserCookies[sessionParts=" + sessionParts + "]";
    }
}
