package io.pullway.rating.ratings;

import io.pullway.rating.services.Services;
import io.pullway.rating.users.Users;
import io.pullway.rating.web.ReferenceCheck;
import io.pullway.rating.web.WrongField;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Whether the user and the service of a new rating exist. */
@Singleton
class RatingReferences implements ReferenceCheck<NewRating> {
    static final WrongField NO_SUCH_USER = new WrongField("userId", "no such user");
    static final WrongField NO_SUCH_SERVICE = new WrongField("serviceId", "no such service");

    private final Users users;
    private final Services services;

    RatingReferences(Users users, Services services) {
        this.users = users;
        this.services = services;
    }

    @Override
    public Class<NewRating> type() {
        return NewRating.class;
    }

    @Override
    public List<WrongField> wrong(NewRating rating) {
        List<WrongField> wrong = new ArrayList<>();
        if (rating.userId() != null && users.read(rating.userId()).isEmpty()) {
            wrong.add(NO_SUCH_USER);
        }
        if (rating.serviceId() != null && services.read(rating.serviceId()).isEmpty()) {
            wrong.add(NO_SUCH_SERVICE);
        }
        return wrong;
    }
}
