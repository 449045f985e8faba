package io.pullway.rating.identity;

import java.util.Set;

/** What a caller may be, as tokens say it in {@code groups}. Other groups of a token mean nothing here. */
public final class Roles {
    /** Has a profile, rates services, changes what is their own. */
    public static final String USER = "user";

    /** Deletes ratings of others. */
    public static final String MODERATOR = "moderator";

    /** Everything but the API keys of others. */
    public static final String ADMIN = "admin";

    static final Set<String> ALL = Set.of(USER, MODERATOR, ADMIN);

    private Roles() {}
}
