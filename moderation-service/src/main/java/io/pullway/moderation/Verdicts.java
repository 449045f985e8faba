package io.pullway.moderation;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The stored verdicts. Any thread may call; methods block, and take part in the transaction of the caller. */
@Singleton
class Verdicts {
    private final DataSource database;

    Verdicts(DataSource database) {
        this.database = database;
    }

    /** @param author null for nobody who is known */
    void store(String author, String text, Verdict verdict) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO verdicts (author, text, reason) VALUES (?, ?, ?)")) {
            insert.setString(1, author);
            insert.setString(2, text);
            insert.setString(3, verdict.reason());
            insert.executeUpdate();
        }
    }

    /** The newest first. */
    List<StoredVerdict> newest(int atMost) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT id, author, text, reason, made_at FROM verdicts ORDER BY id DESC LIMIT ?")) {
            select.setInt(1, atMost);
            List<StoredVerdict> verdicts = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    verdicts.add(new StoredVerdict(
                            rows.getLong("id"),
                            rows.getString("author"),
                            rows.getString("text"),
                            rows.getString("reason"),
                            rows.getTimestamp("made_at").toInstant()));
                }
            }
            return verdicts;
        }
    }
}
