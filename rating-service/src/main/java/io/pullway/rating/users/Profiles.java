package io.pullway.rating.users;

import io.pullway.rating.database.Database;
import io.pullway.rating.database.DatabaseException;
import io.pullway.rating.database.Versioned;
import io.pullway.rating.identity.Caller;
import io.pullway.rating.identity.Callers;
import io.pullway.rating.identity.Roles;
import io.pullway.rating.web.Problem;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whose a user is: the profile of the subject of a token, or nobody's. What a caller may do with it is decided here
 * first, and answered 403; the second wall, row-level security, lets the same through. Threads and errors: as
 * {@link Database}; a decision is one round trip, of admins none.
 */
@Singleton
public class Profiles {
    private static final String ONE_PER_SUBJECT = "users_one_per_subject";

    private final Database database;
    private final Users users;
    private final Callers callers;

    Profiles(Database database, Users users, Callers callers) {
        this.database = database;
        this.users = users;
        this.callers = callers;
    }

    /**
     * Makes the caller's own profile; of an admin, one that is nobody's.
     *
     * @throws jakarta.ws.rs.WebApplicationException 409 if the caller has one
     */
    public Versioned<User> create(NewUser user) {
        Caller caller = callers.required();
        try {
            return users.create(user, caller.is(Roles.ADMIN) ? null : caller.subject());
        } catch (DatabaseException failure) {
            failure.violatedConstraint().filter(ONE_PER_SUBJECT::equals).orElseThrow(() -> failure);
            throw Problem.conflict("You have a profile already.").asException();
        }
    }

    /**
     * @param userId of the profile that is to be changed, or of what is
     * @param roles whoever has one of these need not own it
     * @throws jakarta.ws.rs.WebApplicationException 403, unless the profile is the caller's own or a role will do
     */
    public void requireOwn(long userId, String... roles) {
        Caller caller = callers.required();
        if (Stream.of(roles).noneMatch(caller::is) && !(caller.is(Roles.USER) && owns(userId))) {
            throw Problem.forbidden("This belongs to somebody else.").asException();
        }
    }

    /** The caller's own profile; empty if there is none. Two round trips: its number first, which row-level security tells. */
    public Optional<Versioned<User>> own() {
        return ownId().flatMap(users::read);
    }

    private boolean owns(long userId) {
        return ownId().filter(own -> own == userId).isPresent();
    }

    private Optional<Long> ownId() {
        // Null of who has none: that is nobody's profile, whatever number a client names.
        return database.rowsOfCaller("SELECT pullway_profile() AS id", row -> row.getObject("id", Long.class)).stream()
                .filter(Objects::nonNull)
                .findFirst();
    }
}
