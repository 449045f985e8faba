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

/** Ratings with comments: how they are asked for, and what the databases of both services have of them. */
final class RatedComments {
    private RatedComments() {}

    /** A new user without ratings. @return the id */
    static long newUser(Platform platform, String bearer) {
        RawAnswer answer = json("POST", "/api/users", bearer, "{\"firstName\":\"Ada\",\"lastName\":\"Lovelace\"}")
                .sendTo(platform.proxy(1));
        if (answer.status() != 201) {
            throw new AssertionError("No user: " + answer);
        }
        return answer.json().get("id").asLong();
    }

    /** @param comment null for none */
    static RawRequest rate(String bearer, long user, long service, String comment) {
        return json("POST", "/api/ratings", bearer, rating(user, service, comment));
    }

    /** As {@link #rate}, by a machine with an API key. */
    static RawRequest rateByKey(String key, long user, long service, String comment) {
        return RawRequest.of("POST", "/api/ratings")
                .field("X-API-Key", key)
                .field("Content-Type", "application/json")
                .body(rating(user, service, comment).getBytes(StandardCharsets.UTF_8));
    }

    private static String rating(long user, long service, String comment) {
        String text = comment == null ? "" : ",\"comment\":\"" + comment + "\"";
        return "{\"userId\":%d,\"serviceId\":%d,\"score\":4%s}".formatted(user, service, text);
    }

    static RawRequest json(String method, String target, String bearer, String body) {
        return RawRequest.of(method, target)
                .field("Authorization", bearer)
                .field("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .body(body.getBytes(StandardCharsets.UTF_8));
    }

    /** How many ratings have this comment. */
    static long published(Platform platform, String comment) {
        return rows(platform, "SELECT id::text FROM ratings WHERE comment = ?", comment)
                .size();
    }

    /** Of whom the moderation service has judged this comment, once for each time; "nobody" where it is not known. */
    static List<String> judged(Platform platform, String comment) {
        return rows(platform, "SELECT coalesce(author, 'nobody') FROM moderation.verdicts WHERE text = ?", comment);
    }

    /** How many rows of {@code @OnceOnly} have no answer: none that a transaction left that ended as it should. */
    static long withoutAnswer(Platform platform) {
        return rows(platform, "SELECT request_id::text FROM pullway_once_only WHERE status = ?::smallint", "0")
                .size();
    }

    /** How many ratings there are with each comment. */
    static Map<String, Long> published(Platform platform) {
        return counts(platform, "SELECT comment, count(*) FROM ratings WHERE comment IS NOT NULL GROUP BY comment");
    }

    /** How often each comment was judged. */
    static Map<String, Long> judged(Platform platform) {
        return counts(platform, "SELECT text, count(*) FROM moderation.verdicts GROUP BY text");
    }

    private static Map<String, Long> counts(Platform platform, String query) {
        try (Connection connection = platform.postgres().connect();
                PreparedStatement statement = connection.prepareStatement(query);
                ResultSet found = statement.executeQuery()) {
            Map<String, Long> counts = new HashMap<>();
            while (found.next()) {
                counts.put(found.getString(1), found.getLong(2));
            }
            return counts;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> rows(Platform platform, String query, String comment) {
        try (Connection connection = platform.postgres().connect();
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, comment);
            List<String> rows = new ArrayList<>();
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    rows.add(found.getString(1));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
