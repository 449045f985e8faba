package io.pullway.events;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.api.MessageGetRequest;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamState;
import io.nats.client.impl.NatsMessage;
import io.pullway.wire.NatsHeaders;
import io.pullway.wire.RequestId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * What the events stream of this service has kept, read again from any place: to rebuild what was made of it, and to tell an
 * event again. Any thread may call any method; each blocks.
 */
@Singleton
public class EventStream {
    private static final int NO_MESSAGE = 10037;
    private static final String READ = "$JS.API.STREAM.MSG.GET.";

    /** So many places are asked for at once: the way there and back is shared by as many, and others are not kept waiting. */
    private static final int AT_ONCE = 128;

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final EventsLink link;
    private final CloudEvents events;

    EventStream(EventsLink link, CloudEvents events) {
        this.link = link;
        this.events = events;
    }

    /** The sequences that it has; {@code first} is one more than {@code last} where it has none. */
    public record Range(long first, long last) {}

    /** @throws IOException if NATS does not tell */
    public Range range() throws IOException {
        try {
            StreamState state = connection()
                    .jetStreamManagement()
                    .getStreamInfo(link.stream())
                    .getStreamState();
            long first = state.getMsgCount() == 0 ? state.getLastSequence() + 1 : state.getFirstSequence();
            return new Range(first, state.getLastSequence());
        } catch (JetStreamApiException e) {
            throw refused(e);
        }
    }

    /**
     * Reads the events of a resource in their order. What is no event is left out: a consumer has buried it.
     *
     * @throws IOException if NATS does not tell; some have been read then
     */
    public void read(String resource, Range range, Consumer<Event> reader) throws IOException {
        String below = "event." + resource + ".";
        for (long from = range.first(); from <= range.last(); from += AT_ONCE) {
            List<CompletableFuture<Message>> asked = ask(new Range(from, Math.min(from + AT_ONCE - 1, range.last())));
            for (CompletableFuture<Message> answer : asked) {
                Optional<MessageInfo> message =
                        told(answer).filter(one -> one.getSubject().startsWith(below));
                if (message.isPresent()) {
                    give(message.get(), reader);
                }
            }
        }
    }

    /** What stands at a place, as it was told. */
    record Entry(long place, String subject, byte[] octets) {}

    /** NATS has said that it stores nothing, or was not asked. */
    static final class NotStoredException extends IOException {
        private static final long serialVersionUID = 1;

        NotStoredException(String message) {
            super(message);
        }
    }

    /**
     * Empty where nothing stands, or nothing any more.
     *
     * @throws IOException if NATS does not tell
     */
    Optional<Entry> at(long place) throws IOException {
        return told(ask(new Range(place, place)).getFirst())
                .map(message -> new Entry(message.getSeq(), message.getSubject(), message.getData()));
    }

    /**
     * Puts an entry at the end of the stream once more. Asked again with the same id within its duplicate window, it stands
     * there once.
     *
     * @param id of the message
     * @param letter for people
     * @throws NotStoredException if it was not
     * @throws IOException if NATS has not said whether it was
     */
    void tellAgain(Entry entry, RequestId id, RequestId letter) throws IOException {
        Connection connection =
                link.connection().orElseThrow(() -> new NotStoredException("there is no connection to NATS"));
        try {
            connection
                    .jetStream(JetStreamOptions.builder().requestTimeout(LIMIT).build())
                    .publish(NatsMessage.builder()
                            .subject(entry.subject())
                            .headers(NatsHeaders.ofEvent(id.text(), link.stream())
                                    .add(NatsHeaders.REDRIVE_OF, letter.text()))
                            .data(entry.octets())
                            .build());
        } catch (JetStreamApiException e) {
            throw new NotStoredException("NATS does not store " + entry.subject() + ": " + e.getErrorDescription());
        } catch (IllegalStateException e) {
            throw new IOException("the connection to NATS was lost", e);
        }
    }

    private void give(MessageInfo message, Consumer<Event> reader) {
        Event event;
        try {
            event = events.read(message.getData(), message.getSeq());
        } catch (MalformedEventException e) {
            // The same for everybody who reads it.
            return;
        }
        reader.accept(event);
    }

    private List<CompletableFuture<Message>> ask(Range places) throws IOException {
        Connection connection = connection();
        try {
            return LongStream.rangeClosed(places.first(), places.last())
                    .mapToObj(place -> connection
                            .requestWithTimeout(
                                    READ + link.stream(),
                                    MessageGetRequest.forSequence(place).serialize(),
                                    LIMIT)
                            .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS))
                    .toList();
        } catch (IllegalStateException e) {
            throw new IOException("the connection to NATS was lost", e);
        }
    }

    /** Empty for a place without a message. */
    private Optional<MessageInfo> told(CompletableFuture<Message> answer) throws IOException {
        try {
            MessageInfo message = new MessageInfo(answer.get(), link.stream(), false);
            if (message.getApiErrorCode() == NO_MESSAGE) {
                return Optional.empty();
            }
            return Optional.of(message.throwOnHasError());
        } catch (JetStreamApiException e) {
            throw refused(e);
        } catch (ExecutionException | CancellationException e) {
            throw new IOException("NATS does not tell of " + link.stream() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while NATS was asked", e);
        }
    }

    private Connection connection() throws IOException {
        return link.connection().orElseThrow(() -> new IOException("there is no connection to NATS"));
    }

    private IOException refused(JetStreamApiException e) {
        return new IOException("NATS does not tell of " + link.stream() + ": " + e.getErrorDescription(), e);
    }
}
