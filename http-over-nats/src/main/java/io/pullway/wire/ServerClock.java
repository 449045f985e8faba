package io.pullway.wire;

import io.nats.client.Connection;
import io.nats.client.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The clock of the NATS server, the only one that is compared: a message's time stamp, its budget and
 * "now" then come from the same clock, however wrong this machine's is.
 *
 * <p>Kept as an offset from {@link System#nanoTime}, measured with {@code ts} of STREAM.INFO: the least
 * round trip of five, its half the error bound. Threads: {@link #nowNanos} from any; {@link #measure}
 * from one at a time, it blocks.
 */
public final class ServerClock {
    private static final int QUESTIONS = 5;
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(1);
    private static final Pattern TIME_STAMP = Pattern.compile("\"ts\"\\s*:\\s*\"([^\"]+)\"");

    private record Reading(long offsetNanos, long errorNanos) {}

    private volatile Reading reading;

    /** Whether the clock was ever read; before that the other methods have nothing to tell. */
    public boolean isSet() {
        return reading != null;
    }

    /** The server's time, nanoseconds since 1970. */
    public long nowNanos() {
        return System.nanoTime() + reading.offsetNanos;
    }

    /** How far {@link #nowNanos} may be off, in nanoseconds. */
    public long errorNanos() {
        return reading.errorNanos;
    }

    /**
     * Reads the server's clock.
     *
     * @param stream that this client may ask about
     * @throws IOException if no question was answered; the reading before stays
     */
    public void measure(Connection connection, String stream) throws IOException, InterruptedException {
        Reading best = null;
        for (int i = 0; i < QUESTIONS; i++) {
            Reading next = ask(connection, stream);
            if (next != null && (best == null || next.errorNanos < best.errorNanos)) {
                best = next;
            }
        }
        if (best == null) {
            throw new IOException("the NATS server did not tell its time");
        }
        reading = best;
    }

    private static Reading ask(Connection connection, String stream) throws IOException, InterruptedException {
        long sent = System.nanoTime();
        Message answer;
        try {
            answer = connection.request("$JS.API.STREAM.INFO." + stream, null, ANSWER_LIMIT);
        } catch (IllegalStateException e) {
            throw new IOException("not connected to NATS", e);
        }
        long received = System.nanoTime();
        if (answer == null) {
            return null;
        }
        String timeStamp = null;
        Matcher found = TIME_STAMP.matcher(new String(answer.getData(), StandardCharsets.UTF_8));
        while (found.find()) {
            // The last one: metadata of the stream, further up, may hold the same name.
            timeStamp = found.group(1);
        }
        if (timeStamp == null) {
            return null;
        }
        try {
            Instant told = Instant.parse(timeStamp);
            long toldNanos = told.getEpochSecond() * 1_000_000_000L + told.getNano();
            return new Reading(toldNanos - (sent + (received - sent) / 2), (received - sent) / 2);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
