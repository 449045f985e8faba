package io.pullway.scenario;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The users of the rating service: as they are asked for, and as its database has them. */
final class Users {
    private static final String BY_LAST_NAME = "SELECT first_name, id FROM users WHERE last_name = ?";

    private Users() {}

    /** To be sent by somebody who may. */
    static RawRequest post(String firstName, String lastName) {
        return RawRequest.of("POST", "/api/users")
                .field("Authorization", Tokens.admin())
                .field("Content-Type", "application/json")
                .body("{\"firstName\":\"%s\",\"lastName\":\"%s\"}"
                        .formatted(firstName, lastName)
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** Whether an answer says that this one was made. */
    static boolean isMade(RawAnswer answer, String firstName) {
        return answer.status() == 201
                && answer.json().path("firstName").asText().equals(firstName)
                && answer.value("location")
                        .orElse("")
                        .endsWith("/api/users/" + answer.json().path("id").asLong());
    }

    /** The ids of all who have this last name, by their first names. */
    static Map<String, List<Long>> named(Platform platform, String lastName) {
        Map<String, List<Long>> users = new HashMap<>();
        try (Connection connection = platform.postgres().connect();
                PreparedStatement statement = connection.prepareStatement(BY_LAST_NAME)) {
            statement.setString(1, lastName);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    users.computeIfAbsent(rows.getString(1), name -> new ArrayList<>())
                            .add(rows.getLong(2));
                }
            }
            return users;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
