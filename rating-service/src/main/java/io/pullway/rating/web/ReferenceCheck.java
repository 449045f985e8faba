package io.pullway.rating.web;

import java.util.List;

/**
 * Finds the fields of an input that name what does not exist. Asked only about what is refused anyway, to make the
 * list of its wrong fields complete: of everything else the foreign keys decide, in the statement itself.
 *
 * @param <T> the record that clients send
 */
public interface ReferenceCheck<T extends Record> {
    Class<T> type();

    /** @param input of which any component may be null, and is wrong for that already */
    List<WrongField> wrong(T input);
}
