package io.pullway.rating.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.rating.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class SchemaAtStartTest {
    @Inject
    SchemaAtStart schema;

    @Test
    void after_a_start_the_next_one_has_nothing_to_migrate() throws SQLException {
        assertThat(schema.isUpToDate()).isTrue();
    }
}
