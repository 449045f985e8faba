package io.pullway.rating.identity;

import java.util.Set;

/**
 * For whom a request acts: the one whom a verified token names, or the owner of an API key.
 *
 * @param subject the token's {@code sub}, which alone says who it is: names and addresses of a token may change hands
 * @param roles of {@link Roles}, and no others
 */
public record Caller(String subject, Set<String> roles) {
    /** As long as OpenID Connect allows (Core §2). */
    static final int LONGEST_SUBJECT = 255;

    public Caller {
        roles = Set.copyOf(roles);
    }

    public boolean is(String role) {
        return roles.contains(role);
    }

    /** What the database can store and compare: no empty text, no control characters, no half characters. */
    static boolean isSubject(String text) {
        return text != null
                && !text.isEmpty()
                && text.length() <= LONGEST_SUBJECT
                && text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
