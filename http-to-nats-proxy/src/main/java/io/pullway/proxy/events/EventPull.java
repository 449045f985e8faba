package io.pullway.proxy.events;

import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.FetchConsumeOptions;
import io.nats.client.FetchConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.NUID;
import io.nats.client.StreamContext;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.StreamState;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Follows the events of a topic in a stream: each once and in the order of the stream, also when the connection or the
 * consumer is lost meanwhile, which is then made anew after the last event that was seen. The consumer is one of
 * JetStream's ephemeral ones without acknowledgement; the server forgets it {@link #FORGOTTEN} after this proxy has.
 * Has a virtual thread of its own, on which the sink is called.
 */
final class EventPull implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EventPull.class);
    private static final Duration FORGOTTEN = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** How long one pull stands. That a lost connection took it along is noticed when it is over. */
    private static final long PULL_MILLIS = 2_000;

    private static final int BATCH = 256;

    private final Supplier<Connection> connection;
    private final Source source;
    private final Sink sink;
    private final Thread thread;
    private volatile boolean closed;
    private long last;
    private boolean troubled;

    /** Where events stand. */
    record Source(String stream, String filter) {}

    /** What is done with them. May close the pull. */
    interface Sink {
        /** The consumer was made, with so many events to come that are stored already. */
        void begins(long pending);

        /** @param pending how many are stored after this one */
        void takes(Event event, long pending) throws InterruptedException;

        /** What comes next is not what follows the last one: the stream is another one, or has dropped some. */
        void jumps(long now);

        /** Whether nobody wants to know any more. */
        default boolean isOver() {
            return false;
        }
    }

    /** @param after the sequence after which it begins */
    EventPull(Supplier<Connection> connection, Source source, long after, Sink sink) {
        this.connection = connection;
        this.source = source;
        this.sink = sink;
        this.last = after;
        this.thread = Thread.ofVirtual().name("events-" + source.filter()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        if (Thread.currentThread() != thread) {
            thread.interrupt();
        }
    }

    private void run() {
        while (!closed && !sink.isOver()) {
            try {
                follow();
            } catch (IOException | JetStreamApiException | JetStreamStatusCheckedException | IllegalStateException e) {
                // The last one is a connection that is closed, or a consumer that is gone.
                trouble(e);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void follow()
            throws IOException, JetStreamApiException, JetStreamStatusCheckedException, InterruptedException {
        Connection current = connection.get();
        if (current == null) {
            throw new IOException("not connected to NATS");
        }
        StreamContext stream = current.getStreamContext(source.stream());
        StreamState state = stream.getStreamInfo().getStreamState();
        if (last > state.getLastSequence() || last + 1 < state.getFirstSequence()) {
            last = state.getLastSequence();
            sink.jumps(last);
        }
        // A name of its own: so it can be deleted also by whoever was woken before he heard that it was made.
        String name = "live-" + NUID.nextGlobal();
        try {
            ConsumerContext consumer = stream.createOrUpdateConsumer(ConsumerConfiguration.builder()
                    .name(name)
                    .filterSubject(source.filter())
                    .deliverPolicy(DeliverPolicy.ByStartSequence)
                    .startSequence(last + 1)
                    .ackPolicy(AckPolicy.None)
                    .inactiveThreshold(FORGOTTEN)
                    .memStorage(true)
                    .numReplicas(1)
                    .build());
            troubled = false;
            sink.begins(consumer.getCachedConsumerInfo().getNumPending());
            for (long expected = 1; !closed && !sink.isOver(); ) {
                long next = pull(consumer, expected);
                if (next < 0 || next == expected && hasMissed(consumer, expected)) {
                    return;
                }
                expected = next;
            }
        } finally {
            forget(stream, name);
        }
    }

    /**
     * @param expected the consumer's number of the next message
     * @return that of the one after those that came, -1 if one is missing
     */
    private long pull(ConsumerContext consumer, long expected)
            throws IOException, JetStreamApiException, JetStreamStatusCheckedException, InterruptedException {
        FetchConsumeOptions options = FetchConsumeOptions.builder()
                .maxMessages(BATCH)
                .expiresIn(PULL_MILLIS)
                .build();
        try (FetchConsumer fetch = consumer.fetch(options)) {
            long next = expected;
            for (Message message = fetch.nextMessage(); message != null && !closed; message = fetch.nextMessage()) {
                if (message.metaData().consumerSequence() != next) {
                    return -1;
                }
                next++;
                last = message.metaData().streamSequence();
                sink.takes(Event.of(last, message.getData()), message.metaData().pendingCount());
            }
            return next;
        } catch (IOException
                | JetStreamApiException
                | JetStreamStatusCheckedException
                | InterruptedException
                | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /**
     * Whether something was sent that did not arrive: a connection was lost with it. Asked when nothing is under way.
     *
     * @throws JetStreamApiException if there is no such consumer any more, which a pull does not say
     */
    private static boolean hasMissed(ConsumerContext consumer, long expected)
            throws IOException, JetStreamApiException {
        return consumer.getConsumerInfo().getDelivered().getConsumerSequence() != expected - 1;
    }

    /** The server does it after what was asked for before on this connection: after making it, if that was asked for. */
    private void forget(StreamContext stream, String consumer) {
        // Whoever closes this wakes its thread, which has this to do still.
        boolean interrupted = Thread.interrupted();
        try {
            stream.deleteConsumer(consumer);
        } catch (IOException | JetStreamApiException | IllegalStateException e) {
            LOG.debugf("event=consumer-not-deleted stream=%s reason=\"%s\"", source.stream(), e.getMessage());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void trouble(Exception e) {
        if (closed) {
            // Its thread was woken while it waited for NATS, whose client tells that as an IOException.
            return;
        }
        if (!troubled) {
            troubled = true;
            LOG.warnf(
                    "event=events-interrupted topic=%s after=%d reason=\"%s\"", source.filter(), last, e.getMessage());
        }
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException interrupted) {
            closed = true;
        }
    }
}
