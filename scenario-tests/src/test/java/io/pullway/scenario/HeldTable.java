package io.pullway.scenario;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A table, locked: whoever writes into it waits in the middle of the work until this is closed. */
final class HeldTable implements AutoCloseable {
    private final Connection holder;
    private final Connection observer;

    private HeldTable(Connection holder, Connection observer) {
        this.holder = holder;
        this.observer = observer;
    }

    /** Returns when the lock is held. */
    static HeldTable of(Platform platform, String table) {
        try {
            Connection holder = platform.postgres().connect();
            holder.setAutoCommit(false);
            try (Statement lock = holder.createStatement()) {
                lock.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
            }
            return new HeldTable(holder, platform.postgres().connect());
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** How many wait for this lock, or for somebody who does. */
    int waiting() {
        try (Statement statement = observer.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Ends the connections of all who wait, and so rolls back what they have done. */
    void endWaiting() {
        try (Statement statement = observer.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            observer.close();
            holder.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
