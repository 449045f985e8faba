package io.pullway.cli.letters;

import io.nats.client.Connection;
import io.pullway.cli.streams.RefusedException;
import io.pullway.wire.RequestId;
import io.pullway.wire.letters.LetterException;
import io.pullway.wire.letters.LetterException.Why;
import io.pullway.wire.letters.LetterStream;
import io.pullway.wire.letters.Redrive;
import io.pullway.wire.letters.StoredLetter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The dead letters for a command: what goes wrong is a sentence for its user. */
public final class LetterBox {
    private final LetterStream stream;
    private final Redrive redrive;
    private final Supplier<String> lastError;

    /**
     * @param timeout of each question to NATS
     * @param lastError what the server last complained about on this connection, or an empty text
     */
    public LetterBox(Connection connection, Duration timeout, Supplier<String> lastError) {
        this.stream = new LetterStream(connection, timeout);
        this.redrive = new Redrive(connection, timeout);
        this.lastError = lastError;
    }

    private interface Question<T> {
        T ask() throws LetterException, InterruptedException;
    }

    /**
     * The newest of them, the oldest first.
     *
     * @param resource null for all
     */
    public List<StoredLetter> newest(String resource, int limit) throws RefusedException, InterruptedException {
        return told(() -> resource == null ? newest(limit) : stream.newest(resource, limit));
    }

    /** Those of one id, the oldest first; usually one. */
    public List<StoredLetter> of(RequestId id) throws RefusedException, InterruptedException {
        return told(() -> stream.of(id));
    }

    /** Erases them. */
    public void delete(List<StoredLetter> letters) throws RefusedException, InterruptedException {
        told(() -> {
            stream.delete(letters);
            return letters;
        });
    }

    /** Sends it again and waits for what becomes of it. */
    public Redrive.Result redrive(StoredLetter letter) throws RefusedException, InterruptedException {
        return told(() -> redrive.send(letter));
    }

    private List<StoredLetter> newest(int limit) throws LetterException, InterruptedException {
        List<StoredLetter> letters = new ArrayList<>();
        long before = LetterStream.NEWEST;
        while (before > 0 && letters.size() < limit) {
            before = stream.newest(before, limit - letters.size(), letters::add);
        }
        return letters.reversed();
    }

    private <T> T told(Question<T> question) throws RefusedException, InterruptedException {
        try {
            return question.ask();
        } catch (LetterException e) {
            String complaint = e.why() == Why.SILENT ? lastError.get() : "";
            throw new RefusedException(complaint.isEmpty() ? e.getMessage() : "NATS did not answer: " + complaint);
        }
    }
}
