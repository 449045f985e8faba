package io.pullway.proxy.letters;

import io.nats.client.Connection;
import io.pullway.wire.RequestId;
import io.pullway.wire.letters.LetterException;
import io.pullway.wire.letters.LetterException.Why;
import io.pullway.wire.letters.LetterJson;
import io.pullway.wire.letters.LetterStream;
import io.pullway.wire.letters.Redrive;
import io.pullway.wire.letters.StoredLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The dead letters on the proxy's own connection to NATS, as JSON and with their credentials masked. Every method
 * blocks, for some seconds, and {@link #redrive} for half a minute. Safe for all threads.
 *
 * @param connection null before there is one
 */
public record LetterDesk(Supplier<Connection> connection) {
    private static final Logger LOG = Logger.getLogger(LetterDesk.class);

    /** Of each question to NATS. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /**
     * A part of the list.
     *
     * @param json an array, the newest letter first
     * @param next what to go on before; 0 after the oldest
     */
    public record Page(String json, long next) {}

    /** @param before what the page before said is next; {@link LetterStream#NEWEST} of the first one */
    public Page newest(long before, int limit) throws LetterException, InterruptedException {
        StringJoiner letters = new StringJoiner(",", "[", "]");
        // Written at once: only one payload at a time is in memory.
        long next = stream()
                .newest(
                        before,
                        limit,
                        letter -> letters.add(LetterJson.summary(letter).toJson()));
        return new Page(letters.toString(), next);
    }

    /** With its content; of several of one id the newest. */
    public Optional<String> read(RequestId id) throws LetterException, InterruptedException {
        List<StoredLetter> letters = stream().of(id);
        return letters.isEmpty()
                ? Optional.empty()
                : Optional.of(LetterJson.whole(letters.getLast(), Instant.now()).toJson());
    }

    /** Erases all of this id. @return whether there were any */
    public boolean delete(RequestId id) throws LetterException, InterruptedException {
        LetterStream stream = stream();
        List<StoredLetter> letters = stream.of(id);
        stream.delete(letters);
        return !letters.isEmpty();
    }

    /** All letters of this id, the newest last; usually one. */
    public List<StoredLetter> of(RequestId id) throws LetterException, InterruptedException {
        return stream().of(id);
    }

    /** Sends the request of a letter again. Not an event: proxies may not tell what only services tell. */
    public Redrive.Result redrive(StoredLetter letter) throws LetterException, InterruptedException {
        if (letter.isEvent()) {
            throw new IllegalArgumentException("the owner of an event tells it again");
        }
        return new Redrive(connected(), TIMEOUT).send(letter);
    }

    /**
     * What became of one that was sent again. If that was what was asked for, they are erased.
     *
     * @param letters of one id, of which the newest was sent
     */
    public String redriven(List<StoredLetter> letters, Redrive.Result result) {
        boolean deleted = result.isSuccess() && isErased(letters);
        return LetterJson.redriven(letters.getLast(), result, deleted).toJson();
    }

    /** What became of the request is told also where its letter stays. */
    private boolean isErased(List<StoredLetter> letters) {
        try {
            stream().delete(letters);
            return true;
        } catch (LetterException e) {
            LOG.warnf(
                    "event=dead-letter-not-deleted request=%s reason=\"%s\"",
                    letters.getFirst().id(), e.getMessage());
            return false;
        }
    }

    private LetterStream stream() throws LetterException {
        return new LetterStream(connected(), TIMEOUT);
    }

    private Connection connected() throws LetterException {
        Connection current = connection.get();
        if (current == null || current.getStatus() != Connection.Status.CONNECTED) {
            throw new LetterException(Why.SILENT, "not connected to NATS");
        }
        return current;
    }
}
