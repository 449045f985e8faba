package io.pullway.proxy.identity;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where a token names the roles of its subject. It is found as SmallRye JWT finds it in services
 * ({@code smallrye.jwt.path.groups}), so that proxies and services see the same roles.
 *
 * @param names of claims, each within the one before
 */
public record RolesClaim(List<String> names) {
    private static final Pattern NAME = Pattern.compile("\"[^\"]+\"|[^\"/]+");
    private static final Pattern PATH = Pattern.compile("(?:%1$s)(?:/(?:%1$s))*".formatted(NAME));

    /**
     * @param path names with {@code /} between them; one that has a {@code /} itself stands in double quotes
     * @throws IllegalArgumentException with one sentence if it is no such path
     */
    public static RolesClaim at(String path) {
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("pullway.identity.roles-claim is '" + path
                    + "'; allowed: the name of a claim, or names of claims within one another such as"
                    + " realm_access/roles; one that has a slash itself in double quotes");
        }
        return new RolesClaim(NAME.matcher(path)
                .results()
                .map(name -> name.group().replace("\"", ""))
                .toList());
    }

    /** @return a list of texts as it stands, or the words of a text; none where there is anything else, or nothing */
    public List<String> in(Map<?, ?> claims) {
        Object value = claims;
        for (String name : names) {
            value = value instanceof Map<?, ?> within ? within.get(name) : null;
        }
        return switch (value) {
            case String words -> List.of(words.split(" "));
            case List<?> roles
            when roles.stream().allMatch(String.class::isInstance) ->
                roles.stream().map(String.class::cast).toList();
            case null, default -> List.of();
        };
    }
}
