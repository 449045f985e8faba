package io.pullway.rating.web;

import io.pullway.rating.database.Select;
import io.pullway.rating.web.Cursor.Direction;
import jakarta.ws.rs.core.Link;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which part of a list is asked for, and in which order ({@code ?sort=-createdAt&limit=50&cursor=…}), and how it is
 * answered: a JSON array, and its neighbours as {@code Link} fields (RFC 8288).
 *
 * <p>Parts begin after or before an entry, and not at a number: whoever follows the links meets every entry that is
 * there all the while exactly once, whatever is made and deleted meanwhile, and the hundredth part costs as much as
 * the first one.
 *
 * @param <T> an entry
 */
public final class Listing<T extends Entry> {
    private static final String CURSOR = "cursor";
    private static final int DEFAULT_LIMIT = 50;
    private static final int LARGEST_LIMIT = 200;

    private final QueryParameters query;
    private final int limit;
    private final SortKey<T> key;
    private final boolean descending;
    private final Optional<Place> place;

    /** A cursor that this list can have given. */
    private record Place(boolean before, Object value, long id) {}

    private Listing(QueryParameters query, List<SortKey<T>> keys) {
        this.query = query;
        this.limit =
                query.wholeNumber("limit", 1, LARGEST_LIMIT).map(Long::intValue).orElse(DEFAULT_LIMIT);
        String order = query.text("sort").orElse(keys.getFirst().name());
        this.descending = order.startsWith("-");
        Optional<SortKey<T>> known = keys.stream()
                .filter(candidate -> order.equals((descending ? "-" : "") + candidate.name()))
                .findFirst();
        if (known.isEmpty()) {
            query.refuse("sort", "must be one of " + names(keys) + ", or one of them after a minus sign");
        }
        this.key = known.orElse(keys.getFirst());
        this.place = query.text(CURSOR).flatMap(code -> place(code, known.isPresent()));
    }

    /**
     * What the query asks for; remembers there what is wrong.
     *
     * @param keys by which the list can be sorted; without a wish by the first one
     */
    public static <T extends Entry> Listing<T> asked(QueryParameters query, List<SortKey<T>> keys) {
        return new Listing<>(query, keys);
    }

    /** Restricts it to what is asked for, and one entry more when there are more: so nothing has to be counted. */
    public Select restrict(Select select) {
        boolean down = descending != isBackward();
        place.ifPresent(start ->
                select.where("(%s, id) %s (?, ?)".formatted(key.sql(), down ? "<" : ">"), start.value(), start.id()));
        return select.order("%1$s %2$s, id %2$s".formatted(key.sql(), down ? "DESC" : "ASC"), limit + 1);
    }

    /** @param found what the restricted SELECT has found */
    public Response answer(List<T> found) {
        boolean more = found.size() > limit;
        List<T> part = more ? found.subList(0, limit) : found;
        if (isBackward()) {
            part = part.reversed();
        }
        ResponseBuilder answer = Response.ok(part).links(link("first", null));
        if (!part.isEmpty() && (isBackward() ? more : place.isPresent())) {
            answer.links(link("prev", cursor(Direction.BEFORE, part.getFirst())));
        }
        if (!part.isEmpty() && (isBackward() || more)) {
            answer.links(link("next", cursor(Direction.AFTER, part.getLast())));
        }
        return answer.build();
    }

    private boolean isBackward() {
        return place.isPresent() && place.get().before();
    }

    private Optional<Place> place(String code, boolean isOrderKnown) {
        Optional<Cursor> cursor = Cursor.decoded(code);
        if (cursor.isEmpty()) {
            query.refuse(CURSOR, "must be one that a link of this list has");
            return Optional.empty();
        }
        if (isOrderKnown && !cursor.get().order().equals(order())) {
            query.refuse(CURSOR, "must be one of the list in this order");
            return Optional.empty();
        }
        try {
            return cursor.map(it ->
                    new Place(it.direction() == Direction.BEFORE, key.kind().parse(it.value()), it.id()));
        } catch (IllegalArgumentException | DateTimeException e) {
            query.refuse(CURSOR, "must be one that a link of this list has");
            return Optional.empty();
        }
    }

    private String cursor(Direction direction, T entry) {
        return new Cursor(direction, order(), entry.id(), key.of().apply(entry).toString()).encoded();
    }

    private String order() {
        return (descending ? "-" : "") + key.name();
    }

    private Link link(String relation, String cursor) {
        return Link.fromUri(query.with(CURSOR, cursor)).rel(relation).build();
    }

    private static String names(List<? extends SortKey<?>> keys) {
        return keys.stream().map(SortKey::name).collect(Collectors.joining(", "));
    }
}
