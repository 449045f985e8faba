package io.pullway.rating.web;

import jakarta.ws.rs.core.Link;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * Which part of a list is asked for ({@code ?page=0&size=50}), and how it is answered: a JSON array, and
 * its neighbours as {@code Link} fields (RFC 8288).
 *
 * @param number 0 to 100,000
 * @param size 1 to 200 entries
 */
public record Page(int number, int size) {
    private static final int LAST_NUMBER = 100_000;
    private static final int DEFAULT_SIZE = 50;
    private static final int LARGEST_SIZE = 200;

    /** Whatever else is in the query is ignored: caches and trackers append to it. */
    public static Page askedFor(UriInfo uri) {
        List<WrongField> wrong = new ArrayList<>();
        int number = number(uri, "page", 0, 0, LAST_NUMBER, wrong);
        int size = number(uri, "size", DEFAULT_SIZE, 1, LARGEST_SIZE, wrong);
        if (!wrong.isEmpty()) {
            throw Problem.invalid(wrong).asException();
        }
        return new Page(number, size);
    }

    /** The index of the page's first entry. */
    public int first() {
        return number * size;
    }

    /** @param entries those of the page, and one more when there are more: so nothing has to be counted */
    public Response answer(List<?> entries, UriInfo uri) {
        boolean more = entries.size() > size;
        ResponseBuilder answer = Response.ok(more ? entries.subList(0, size) : entries);
        if (number > 0) {
            answer.links(link(uri, "prev", number - 1));
        }
        if (more && number < LAST_NUMBER) {
            answer.links(link(uri, "next", number + 1));
        }
        return answer.build();
    }

    private Link link(UriInfo uri, String relation, int number) {
        return Link.fromUriBuilder(
                        uri.getAbsolutePathBuilder().queryParam("page", number).queryParam("size", size))
                .rel(relation)
                .build();
    }

    private static int number(UriInfo uri, String name, int absent, int least, int most, List<WrongField> wrong) {
        String asked = uri.getQueryParameters().getFirst(name);
        if (asked == null) {
            return absent;
        }
        // Nine digits always fit; Integer.parseInt alone would take signs and the digits of other scripts too.
        int value = asked.matches("[0-9]{1,9}") ? Integer.parseInt(asked) : -1;
        if (value < least || value > most) {
            wrong.add(new WrongField(name, "must be a whole number from %d to %d".formatted(least, most)));
        }
        return value;
    }
}
