package io.pullway.proxy.signin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The proxy's own cookies in a request, and the cookies of others. {@code __Host-} makes browsers take them only from
 * this very host, over HTTPS or on localhost, and for all of its paths.
 *
 * @param session what the session cookie holds, put together from its parts; null without one
 * @param binding what came with the session when it began, and goes when it ends; null without one
 * @param browser what tells this browser from others while it signs in; null without one
 * @param names of the cookies of sessions that came, also of parts that belong to none any more
 * @param others the {@code Cookie} fields without these
 */
public record BrowserCookies(String session, String binding, String browser, List<String> names, List<String> others) {
    private static final String PREFIX = "__Host-pullway-";

    /** The name of the cookie that holds a session, or its first part. */
    public static final String SESSION = PREFIX + "session";

    private static final String BINDING = PREFIX + "binding";
    private static final String BROWSER = PREFIX + "sign-in";
    private static final Pattern SESSION_NAME = Pattern.compile(SESSION + "(-[0-9]{1,4})?");
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
        Map<String, String> own = new LinkedHashMap<>();
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
        List<String> names = own.keySet().stream()
                .filter(name -> SESSION_NAME.matcher(name).matches())
                .toList();
        return new BrowserCookies(
                parts == 0 ? null : session.toString(), own.get(BINDING), own.get(BROWSER), names, others);
    }

    /** The {@code Set-Cookie} fields that give the browser a session that begins; null if it is too large for cookies. */
    List<String> begun(String sealed, String newBinding, Duration life) {
        List<String> fields = replacedBy(sealed, life);
        if (fields != null) {
            fields.add(BINDING + "=" + newBinding + ATTRIBUTES + life.toSeconds());
        }
        return fields;
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
        Set<String> orphans = new LinkedHashSet<>(names);
        for (int i = 0; i < parts; i++) {
            orphans.remove(name(i));
            String part = sealed.substring(i * PART, Math.min(sealed.length(), (i + 1) * PART));
            fields.add(name(i) + "=" + part + ATTRIBUTES + life.toSeconds());
        }
        orphans.forEach(name -> fields.add(removed(name)));
        return fields;
    }

    /** The {@code Set-Cookie} fields that take the session, and what it is bound by, from the browser. */
    public List<String> removed() {
        Set<String> all = new LinkedHashSet<>(names);
        all.add(SESSION);
        all.add(BINDING);
        return all.stream().map(BrowserCookies::removed).toList();
    }

    /** The {@code Set-Cookie} field that gives the browser a name while it signs in. */
    static String browser(String name, Duration life) {
        return BROWSER + "=" + name + ATTRIBUTES + life.toSeconds();
    }

    private static String removed(String name) {
        return name + "=" + ATTRIBUTES + 0;
    }

    private static String name(int part) {
        return part == 0 ? SESSION : SESSION + "-" + part;
    }

    /** Without their values. */
    @Override
    public String toString() {
        return "BrowserCookies[names=" + names + "]";
    }
}
