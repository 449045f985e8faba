package io.pullway.wire.letters;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.api.StreamState;
import io.nats.client.impl.Headers;
import io.nats.client.support.IncomingHeadersProcessor;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import io.pullway.wire.DeadLetter;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.RequestId;
import io.pullway.wire.Subjects;
import io.pullway.wire.letters.LetterException.Why;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The stream of dead letters, read and cleared. What is no letter is left out: others may be able to publish there.
 *
 * <p>It is read as data ({@code STREAM.MSG.GET}): got directly, headers that jnats cannot read would end the reader of
 * the connection, which in a proxy is that of all requests.
 *
 * <p>Every method blocks while it asks one question after the other. Safe for all threads.
 */
public final class LetterStream {
    /** To begin with the newest. */
    public static final long NEWEST = Long.MAX_VALUE;

    private static final String READ = "$JS.API.STREAM.MSG.GET." + DeadLetter.STREAM;
    private static final int NO_MESSAGE = 10_037;
    private static final int NO_STREAM = 10_059;

    /** So much that is no letter is passed over at once: a page costs so many questions at most beside its letters. */
    private static final int MAX_PASSED_OVER = 100;

    private final Connection connection;
    private final Duration timeout;

    /** @param timeout of each question */
    public LetterStream(Connection connection, Duration timeout) {
        this.connection = connection;
        this.timeout = timeout;
    }

    /** A message of the stream. @param letter empty if it is none */
    private record Entry(long sequence, Optional<StoredLetter> letter) {}

    /**
     * Passes on the newest letters, the newest first.
     *
     * @param before only those with a lesser sequence, or {@link #NEWEST}
     * @param limit how many at most, from 1
     * @return what to go on before; 0 if there are no older ones
     */
    public long newest(long before, int limit, Consumer<StoredLetter> each)
            throws LetterException, InterruptedException {
        StreamState state = state();
        Set<Long> deleted = new HashSet<>(state.getDeleted());
        int left = limit;
        int passedOver = 0;
        for (long next = Math.min(before - 1, state.getLastSequence()); next >= state.getFirstSequence(); next--) {
            if (deleted.contains(next)) {
                continue;
            }
            if (left == 0 || passedOver == MAX_PASSED_OVER) {
                return next + 1;
            }
            Optional<StoredLetter> letter = ask("{\"seq\":" + next + "}").flatMap(Entry::letter);
            if (letter.isPresent()) {
                each.accept(letter.get());
                left--;
            } else {
                passedOver++;
            }
        }
        return 0;
    }

    /** The newest of one resource, the oldest first. */
    public List<StoredLetter> newest(String resource, int limit) throws LetterException, InterruptedException {
        return read(Subjects.deadOf(resource), limit);
    }

    /** Those of one id, the oldest first; usually one. */
    public List<StoredLetter> of(RequestId id) throws LetterException, InterruptedException {
        return read(Subjects.deadOf(id), Integer.MAX_VALUE);
    }

    /** Erases them. */
    public void delete(List<StoredLetter> letters) throws LetterException {
        for (StoredLetter letter : letters) {
            delete(letter);
        }
    }

    private void delete(StoredLetter letter) throws LetterException {
        try {
            management().deleteMessage(DeadLetter.STREAM, letter.sequence());
        } catch (JetStreamApiException e) {
            throw refused(e.getApiErrorCode(), e.getErrorDescription());
        } catch (IOException | IllegalStateException e) {
            throw new LetterException(
                    Why.UNKNOWN, letter.id() + " may not have been deleted: NATS did not answer: " + e.getMessage());
        }
    }

    private List<StoredLetter> read(String subject, int limit) throws LetterException, InterruptedException {
        Deque<StoredLetter> letters = new ArrayDeque<>();
        Optional<Entry> entry = next(1, subject);
        while (entry.isPresent()) {
            entry.get().letter().ifPresent(letters::add);
            if (letters.size() > limit) {
                letters.removeFirst();
            }
            entry = next(entry.get().sequence() + 1, subject);
        }
        return new ArrayList<>(letters);
    }

    private Optional<Entry> next(long from, String subject) throws LetterException, InterruptedException {
        return ask("{\"seq\":" + from + ",\"next_by_subj\":\"" + subject + "\"}");
    }

    private Optional<Entry> ask(String question) throws LetterException, InterruptedException {
        try {
            Message reply = connection.request(READ, question.getBytes(StandardCharsets.US_ASCII), timeout);
            if (reply == null || reply.isStatusMessage()) {
                throw silent("no answer within " + timeout.toMillis() + " ms");
            }
            JsonValue json = JsonParser.parse(reply.getData());
            JsonValue error = JsonValueUtils.readObject(json, "error");
            int code = JsonValueUtils.readInteger(error, "err_code", 0);
            if (code == NO_MESSAGE) {
                return Optional.empty();
            }
            if (code != 0) {
                throw refused(code, JsonValueUtils.readString(error, "description", ""));
            }
            return Optional.of(entry(JsonValueUtils.readObject(json, "message")));
        } catch (IOException | IllegalStateException e) {
            throw silent(e.getMessage());
        }
    }

    private static Entry entry(JsonValue message) {
        long sequence = JsonValueUtils.readLong(message, "seq", 0);
        try {
            byte[] block = bytes(message, "hdrs");
            Headers headers = block.length == 0 ? null : new IncomingHeadersProcessor(block).getHeaders();
            DeadLetter letter =
                    DeadLetter.of(JsonValueUtils.readString(message, "subject", ""), headers, bytes(message, "data"));
            Instant buried = Instant.parse(JsonValueUtils.readString(message, "time", ""));
            return new Entry(sequence, Optional.of(new StoredLetter(sequence, buried, letter)));
        } catch (MalformedMessageException | RuntimeException e) {
            // Whatever jnats has to say of headers that a stranger wrote.
            return new Entry(sequence, Optional.empty());
        }
    }

    private static byte[] bytes(JsonValue message, String name) {
        return Base64.getDecoder().decode(JsonValueUtils.readString(message, name, ""));
    }

    private StreamState state() throws LetterException {
        try {
            return management()
                    .getStreamInfo(DeadLetter.STREAM, StreamInfoOptions.deletedDetails())
                    .getStreamState();
        } catch (JetStreamApiException e) {
            throw refused(e.getApiErrorCode(), e.getErrorDescription());
        } catch (IOException | IllegalStateException e) {
            throw silent(e.getMessage());
        }
    }

    private JetStreamManagement management() throws IOException {
        return connection.jetStreamManagement(
                JetStreamOptions.builder().requestTimeout(timeout).build());
    }

    private static LetterException refused(int code, String description) {
        return code == NO_STREAM
                ? new LetterException(
                        Why.NO_STREAM,
                        "There is no stream " + DeadLetter.STREAM
                                + "; create it with: pullway apply k8s/base/streams/dead-letters.yaml")
                : new LetterException(Why.REFUSED, "NATS refuses it: " + description + " (error " + code + ")");
    }

    private static LetterException silent(String reason) {
        return new LetterException(Why.SILENT, "NATS did not answer: " + reason);
    }
}
