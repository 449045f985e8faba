package io.pullway.rating.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What can be set of this service. (Its database: see {@code application.properties}.) */
@ConfigMapping(prefix = "pullway.rating")
interface RatingConfiguration {
    /**
     * Whether an empty database gets data for a first look: 120 users, 24 services, 600 ratings. Counts at the
     * first start only; later changes neither add nor remove anything. {@code true} or {@code false}; default
     * {@code false}.
     */
    @WithDefault("false")
    boolean seed();

    /**
     * Whether four users of that data belong to the people of the development issuer, {@code anna}, {@code mateo},
     * {@code chidi} and {@code yuki}: for development, as whoever has one of these subjects at another issuer would own
     * them, too. Counts when the database gets version 5 of the schema. {@code true} or {@code false}; default
     * {@code false}.
     */
    @WithDefault("false")
    boolean seedOwners();
}
