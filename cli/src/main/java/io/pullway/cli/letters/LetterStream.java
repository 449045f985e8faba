package io.pullway.cli.letters;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.api.MessageInfo;
import io.pullway.cli.streams.RefusedException;
import io.pullway.wire.DeadLetter;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.RequestId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** The stream of dead letters, read and cleared. */
public final class LetterStream {
    private static final int NO_MESSAGE = 10037;
    private static final int NO_STREAM = 10059;
    private static final int NOT_FOUND = 404;

    private final JetStreamManagement management;
    private final Supplier<String> lastError;

    /** @param lastError what the server last complained about on this connection, or an empty text */
    public LetterStream(Connection connection, Duration timeout, Supplier<String> lastError) throws RefusedException {
        this.lastError = lastError;
        try {
            management = connection.jetStreamManagement(
                    JetStreamOptions.builder().requestTimeout(timeout).build());
        } catch (IOException e) {
            throw refused(e);
        }
    }

    /**
     * The newest of them, the oldest first. What is none is left out: others may be able to publish there.
     *
     * @param resource null for all
     */
    public List<StoredLetter> newest(String resource, int limit) throws RefusedException {
        return read("dead." + (resource == null ? "*" : resource) + ".*", limit);
    }

    /** Those of one id, the oldest first; usually one. */
    public List<StoredLetter> of(RequestId id) throws RefusedException {
        return read("dead.*." + id.text(), Integer.MAX_VALUE);
    }

    /** Erases it. */
    public void delete(StoredLetter letter) throws RefusedException {
        try {
            management.deleteMessage(DeadLetter.STREAM, letter.sequence());
        } catch (JetStreamApiException e) {
            throw refused(e);
        } catch (IOException e) {
            throw refused(e);
        }
    }

    private List<StoredLetter> read(String subject, int limit) throws RefusedException {
        Deque<StoredLetter> letters = new ArrayDeque<>();
        try {
            management.getStreamInfo(DeadLetter.STREAM);
            for (long next = 1; ; ) {
                MessageInfo message = management.getNextMessage(DeadLetter.STREAM, next, subject);
                next = message.getSeq() + 1;
                try {
                    DeadLetter letter = DeadLetter.of(message.getSubject(), message.getHeaders(), message.getData());
                    letters.add(
                            new StoredLetter(message.getSeq(), message.getTime().toInstant(), letter));
                } catch (MalformedMessageException e) {
                    continue;
                }
                if (letters.size() > limit) {
                    letters.removeFirst();
                }
            }
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == NO_MESSAGE
                    || e.getErrorCode() == NOT_FOUND && e.getApiErrorCode() != NO_STREAM) {
                return List.copyOf(letters);
            }
            throw refused(e);
        } catch (IOException e) {
            throw refused(e);
        }
    }

    private RefusedException refused(JetStreamApiException e) {
        if (e.getApiErrorCode() == NO_STREAM) {
            return new RefusedException("There is no stream " + DeadLetter.STREAM
                    + "; create it with: pullway apply k8s/base/streams/dead-letters.yaml");
        }
        return new RefusedException(
                "NATS refuses it: " + e.getErrorDescription() + " (error " + e.getApiErrorCode() + ")");
    }

    private RefusedException refused(IOException e) {
        String complaint = lastError.get();
        return new RefusedException("NATS did not answer: " + (complaint.isEmpty() ? e.getMessage() : complaint));
    }
}
