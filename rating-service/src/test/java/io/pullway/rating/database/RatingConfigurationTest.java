package io.pullway.rating.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

class RatingConfigurationTest {
    @Test
    void nobody_is_invented_where_nobody_asked_for_it() {
        RatingConfiguration unset = new SmallRyeConfigBuilder()
                .withMapping(RatingConfiguration.class)
                .build()
                .getConfigMapping(RatingConfiguration.class);

        assertThat(unset.seed()).isFalse();
        assertThat(unset.seedOwners()).isFalse();
    }
}
