package io.pullway.rating.database;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A SELECT that is put together of conditions. Its texts are the code's own; what clients send are parameters. */
public final class Select {
    private final StringBuilder sql;
    private final List<Object> parameters = new ArrayList<>();
    private boolean conditional;

    /** @param beginning up to where WHERE may follow */
    public Select(String beginning) {
        this.sql = new StringBuilder(beginning);
    }

    /** All conditions have to hold. */
    public Select where(String condition, Object... values) {
        sql.append(conditional ? " AND (" : " WHERE (").append(condition).append(')');
        conditional = true;
        Collections.addAll(parameters, values);
        return this;
    }

    /** The last to be said. */
    public Select order(String by, int limit) {
        sql.append(" ORDER BY ").append(by).append(" LIMIT ?");
        parameters.add(limit);
        return this;
    }

    String sql() {
        return sql.toString();
    }

    Object[] parameters() {
        return parameters.toArray();
    }
}
