package io.pullway.rating.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.rating.web.ProblemMapper;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client is told of a statement that failed. */
class DatabaseExceptionTest {
    @ParameterizedTest
    @CsvSource({
        "08006, UNKNOWN",
        "53300, NOT_NOW",
        "57P01, NOT_NOW",
        "40P01, NOT_NOW",
        "40001, NOT_NOW",
        "55P03, NOT_NOW",
        "55006, REFUSED",
        "42501, FORBIDDEN",
        "23505, REFUSED"
    })
    void a_change_that_failed_had_this_effect(String state, DatabaseException.Effect effect) {
        assertThat(DatabaseException.changing(new SQLException("no", state)).effect())
                .isEqualTo(effect);
    }

    @Test
    void what_row_level_security_refuses_is_403() {
        DatabaseException refused = DatabaseException.changing(new SQLException("no", "42501"));

        assertThat(new ProblemMapper().toResponse(refused).getStatus()).isEqualTo(403);
    }
}
