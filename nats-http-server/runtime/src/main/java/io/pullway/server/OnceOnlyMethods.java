package io.pullway.server;

import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The unsafe methods of the application, and which of them are {@code @OnceOnly}: a request for one of those
 * may be run again. Learned when the application is built; any thread may ask.
 */
@Singleton
public final class OnceOnlyMethods {
    /**
     * One resource method.
     *
     * @param method of HTTP
     * @param path the template from the root, as in {@code /users/{id: [0-9]+}}
     */
    public record ResourceMethod(String method, String path, boolean onceOnly) {}

    private record Route(String method, String firstSegment, Pattern path, boolean onceOnly) {
        static Route of(ResourceMethod one) {
            String first = one.path().substring(1).replaceFirst("/.*", "");
            return new Route(one.method(), first, pattern(one.path()), one.onceOnly());
        }

        /** Where the first segment is a variable, it may be any. */
        boolean mayBeBelow(String resource) {
            return firstSegment.equals(resource) || firstSegment.indexOf('{') >= 0;
        }
    }

    private volatile List<Route> routes = List.of();

    /** Called once, before the application starts. */
    void learn(List<ResourceMethod> methods) {
        routes = methods.stream().map(Route::of).toList();
    }

    /** The HTTP methods that are once-only on every path below the resource, as in {@code POST}. */
    List<String> methodsOf(String resource) {
        Map<String, Boolean> methods = routes.stream()
                .filter(route -> route.mayBeBelow(resource))
                .collect(Collectors.toMap(Route::method, Route::onceOnly, Boolean::logicalAnd, TreeMap::new));
        return methods.keySet().stream().filter(methods::get).toList();
    }

    /**
     * Whether a request is for a method that is once-only. In doubt it is not: where templates overlap and
     * not all of their methods are, and for a target with matrix parameters.
     *
     * @param target in origin form, as in {@code /users/5?x=1}
     */
    boolean contains(String method, String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        // Templates match decoded paths; both forms are asked, so that none slips past a method that is not.
        return isOnceOnly(method, path) && (path.indexOf('%') < 0 || isOnceOnly(method, decoded(path)));
    }

    private boolean isOnceOnly(String method, String path) {
        boolean found = false;
        if (path.indexOf(';') >= 0) {
            return false;
        }
        for (Route route : routes) {
            if (route.method.equals(method) && route.path.matcher(path).matches()) {
                if (!route.onceOnly) {
                    return false;
                }
                found = true;
            }
        }
        return found;
    }

    private static String decoded(String path) {
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** {@code /users/{id: [0-9]{1,3}}} to {@code /users/([0-9]{1,3})/*}; a variable without an expression is one segment. */
    private static Pattern pattern(String template) {
        StringBuilder regex = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            int open = template.indexOf('{', at);
            int end = open < 0 ? template.length() : open;
            regex.append(Pattern.quote(template.substring(at, end)));
            at = end;
            if (open >= 0) {
                at = endOfVariable(template, open);
                String variable = template.substring(open + 1, at - 1);
                int colon = variable.indexOf(':');
                String expression =
                        colon < 0 ? "[^/]+" : variable.substring(colon + 1).strip();
                regex.append("(?:").append(expression).append(')');
            }
        }
        return Pattern.compile(regex.append("/*").toString());
    }

    private static int endOfVariable(String template, int open) {
        int depth = 0;
        for (int at = open; at < template.length(); at++) {
            char c = template.charAt(at);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return at + 1;
            }
        }
        throw new IllegalArgumentException("the path '" + template + "' has a variable that does not end");
    }
}
