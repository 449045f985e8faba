package io.pullway.events;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamState;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * What the events stream of this service has kept, read again from any place: to rebuild what was made of it. Any thread may
 * call any method; each blocks.
 */
@Singleton
public class EventStream {
    private static final int NO_MESSAGE = 10037;

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
            StreamState state = management().getStreamInfo(link.stream()).getStreamState();
            long first = state.getMsgCount() == 0 ? state.getLastSequence() + 1 : state.getFirstSequence();
            return new Range(first, state.getLastSequence());
        } catch (JetStreamApiException e) {
            throw refused(e);
        }
    }

    /**
     * Reads the events of a resource in their order, one round trip each. What is no event is left out: a consumer has
     * buried it.
     *
     * @throws IOException if NATS does not tell; some have been read then
     */
    public void read(String resource, Range range, Consumer<Event> reader) throws IOException {
        JetStreamManagement management = management();
        long next = range.first();
        while (next <= range.last()) {
            MessageInfo message;
            try {
                message = management.getNextMessage(link.stream(), next, "event." + resource + ".>");
            } catch (JetStreamApiException e) {
                if (e.getApiErrorCode() == NO_MESSAGE) {
                    return;
                }
                throw refused(e);
            }
            if (message.getSeq() > range.last()) {
                return;
            }
            try {
                reader.accept(events.read(message.getData(), message.getSeq()));
            } catch (MalformedEventException e) {
                // The same for everybody who reads it.
            }
            next = message.getSeq() + 1;
        }
    }

    private JetStreamManagement management() throws IOException {
        Connection connection = link.connection().orElseThrow(() -> new IOException("there is no connection to NATS"));
        return connection.jetStreamManagement();
    }

    private IOException refused(JetStreamApiException e) {
        return new IOException("NATS does not tell of " + link.stream() + ": " + e.getErrorDescription(), e);
    }
}
