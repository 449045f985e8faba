package io.pullway.rating.database;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.util.Map;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Tells the migrations of the seed whether to change anything. A placeholder, and not a folder of migrations that is
 * there or not: every database has the same history then, and instances that are configured differently agree.
 */
@Singleton
class SeedSwitch implements FlywayConfigurationCustomizer {
    private final RatingConfiguration configuration;

    SeedSwitch(RatingConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public void customize(FluentConfiguration flyway) {
        flyway.placeholders(Map.of(
                "seed", Boolean.toString(configuration.seed()),
                "seed-owners", Boolean.toString(configuration.seedOwners())));
    }
}
