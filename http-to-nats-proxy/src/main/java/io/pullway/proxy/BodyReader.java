package io.pullway.proxy;

import io.pullway.wire.Body;
import io.pullway.wire.ProblemType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads the whole body of a request, within the limit of one message and the bound of the proxy. Used on
 * the client's event loop.
 */
final class BodyReader {
    /** Of a refused body; who sends more is cut off. */
    private static final long MAX_DISCARDED = 32L << 20;

    /** Room for so much is made at once where so much was announced: most bodies come in one part. */
    private static final int FIRST_ROOM = 16 << 10;

    private final HttpServerRequest request;
    private final Admission.Place place;
    private final int limit;
    private final Consumer<Body> read;
    private final Consumer<Outcome> refused;
    private byte[] bytes = new byte[0];
    private int length;
    private int expected;
    private boolean over;

    /**
     * @param read gets the body, or
     * @param refused why it cannot be taken; one of them, once
     */
    BodyReader(
            HttpServerRequest request,
            Admission.Place place,
            int limit,
            Consumer<Body> read,
            Consumer<Outcome> refused) {
        this.request = request;
        this.place = place;
        this.limit = limit;
        this.read = read;
        this.refused = refused;
    }

    /**
     * What was only announced takes no room, or clients that announce much and send nothing would fill the proxy.
     *
     * @param announced the value of {@code Content-Length}, -1 without one
     */
    void start(long announced) {
        if (announced > limit) {
            refuse(tooLarge(limit));
            return;
        }
        if (!place.hasRoomFor(announced)) {
            refuse(noRoom());
            return;
        }
        expected = announced < 0 ? limit : (int) announced;
        request.handler(this::part);
        request.endHandler(end -> {
            if (!over) {
                over = true;
                read.accept(length == 0 ? Body.EMPTY : new Body(bytes, 0, length));
            }
        });
        request.resume();
    }

    /** Reads and throws away what comes, that the client of a refused request hears the answer instead of a reset. */
    static void discard(HttpServerRequest request) {
        long[] discarded = {0};
        request.handler(part -> {
            discarded[0] += part.length();
            if (discarded[0] > MAX_DISCARDED) {
                request.connection().close();
            }
        });
        request.resume();
    }

    private static Outcome tooLarge(int limit) {
        return Outcome.failed(ProblemType.BODY_TOO_LARGE, "A body may have at most " + limit + " bytes.");
    }

    private static Outcome noRoom() {
        return Outcome.refused(ProblemType.OVERLOADED, "The proxy holds as many bodies as it may.", 1);
    }

    private void part(Buffer part) {
        if (part.length() > limit - length) {
            refuse(tooLarge(limit));
        } else if (length + part.length() > bytes.length && !reserve(grown(part.length()))) {
            refuse(noRoom());
        } else {
            part.getBytes(bytes, length);
            length += part.length();
        }
    }

    private int grown(int more) {
        int roomy = Math.max(FIRST_ROOM, bytes.length * 2);
        return Math.max(length + more, Math.min(expected, roomy));
    }

    private boolean reserve(int size) {
        if (!place.hold(size - bytes.length)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, size);
        return true;
    }

    private void refuse(Outcome outcome) {
        over = true;
        bytes = new byte[0];
        refused.accept(outcome);
        discard(request);
    }
}
