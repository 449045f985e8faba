package io.pullway.rating.ratings;

import io.pullway.rating.database.Database;
import io.pullway.rating.web.InputBinder;
import io.pullway.rating.web.InputBinder.Bound;
import io.pullway.rating.web.JsonLines;
import io.pullway.rating.web.WrongField;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Stores many ratings at once. Each line stands for itself: what is wrong with one hinders no other. Threads and errors:
 * as {@link Database}.
 */
@Singleton
class RatingImport {
    /**
     * All in one statement. Users and services are locked against deletion first, so that no foreign key can refuse
     * the statement because of one line. Inserted in the order of the pairs: two imports of the same pairs then
     * wait for each other at the first one, and not each at one that the other has.
     */
    private static final String INSERT = """
            WITH sent AS (
                SELECT * FROM unnest(?::int[], ?::bigint[], ?::bigint[], ?::smallint[], ?::text[])
                    AS sent (line, user_id, service_id, score, comment)
            ), known_users AS (
                SELECT id FROM users WHERE id IN (SELECT user_id FROM sent) ORDER BY id FOR KEY SHARE
            ), known_services AS (
                SELECT id FROM services WHERE id IN (SELECT service_id FROM sent) ORDER BY id FOR KEY SHARE
            ), checked AS (
                SELECT sent.*, known_users.id IS NOT NULL AS has_user, known_services.id IS NOT NULL AS has_service
                FROM sent
                LEFT JOIN known_users ON known_users.id = user_id
                LEFT JOIN known_services ON known_services.id = service_id
            ), created AS (
                INSERT INTO ratings (user_id, service_id, score, comment)
                SELECT user_id, service_id, score, comment FROM checked
                WHERE has_user AND has_service ORDER BY user_id, service_id, line
                ON CONFLICT ON CONSTRAINT ratings_one_per_pair DO NOTHING
                RETURNING id, user_id, service_id
            )
            SELECT line, has_user, has_service, created.id
            FROM checked LEFT JOIN created USING (user_id, service_id)
            ORDER BY line""";

    private record Sent(int line, NewRating rating) {}

    private record Stored(int line, boolean hasUser, boolean hasService, Long id) {}

    private final Database database;
    private final InputBinder binder;

    RatingImport(Database database, InputBinder binder) {
        this.database = database;
        this.binder = binder;
    }

    /** @return what became of each line, in their order */
    List<ImportedLine> run(JsonLines lines) {
        SortedMap<Integer, ImportedLine> report = new TreeMap<>();
        List<Sent> sent = new ArrayList<>();
        for (JsonLines.Line line : lines.lines()) {
            switch (line) {
                case JsonLines.Malformed malformed ->
                    report.put(line.number(), ImportedLine.malformed(line.number(), malformed.detail()));
                case JsonLines.Parsed parsed -> {
                    Bound<NewRating> bound = binder.bind(parsed.json(), NewRating.class);
                    if (bound.wrong().isEmpty()) {
                        sent.add(new Sent(line.number(), bound.input()));
                    } else {
                        report.put(line.number(), ImportedLine.invalid(line.number(), bound.wrong()));
                    }
                }
            }
        }
        store(sent).forEach(line -> report.put(line.line(), line));
        return List.copyOf(report.values());
    }

    private List<ImportedLine> store(List<Sent> sent) {
        if (sent.isEmpty()) {
            return List.of();
        }
        List<Stored> stored = database.changedRows(
                INSERT,
                RatingImport::stored,
                sent.stream().map(Sent::line).toArray(Integer[]::new),
                sent.stream().map(it -> it.rating().userId()).toArray(Long[]::new),
                sent.stream().map(it -> it.rating().serviceId()).toArray(Long[]::new),
                sent.stream().map(it -> it.rating().score()).toArray(Long[]::new),
                sent.stream().map(it -> it.rating().comment()).toArray(String[]::new));
        Set<Long> told = new HashSet<>();
        return stored.stream().map(line -> imported(line, told)).toList();
    }

    /** @param told the ids of earlier lines: of lines with one pair the first one was stored */
    private static ImportedLine imported(Stored line, Set<Long> told) {
        List<WrongField> wrong = new ArrayList<>();
        if (!line.hasUser()) {
            wrong.add(RatingReferences.NO_SUCH_USER);
        }
        if (!line.hasService()) {
            wrong.add(RatingReferences.NO_SUCH_SERVICE);
        }
        if (!wrong.isEmpty()) {
            return ImportedLine.invalid(line.line(), wrong);
        }
        return line.id() != null && told.add(line.id())
                ? ImportedLine.created(line.line(), line.id())
                : ImportedLine.conflict(line.line());
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                row.getInt("line"),
                row.getBoolean("has_user"),
                row.getBoolean("has_service"),
                row.getObject("id", Long.class));
    }
}
