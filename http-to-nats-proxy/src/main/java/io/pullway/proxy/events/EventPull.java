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
import io.nats.client.api.ConsumerInfo;
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
 * Runs on a thread of its caller, on which the sink is called; {@link #close} is for any thread.
 */
final class EventPull implements Runnable, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EventPull.class);
    private static final Duration FORGOTTEN = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** How long one pull stands. That a lost connection took it along is noticed when it is over. */
    private static final long PULL_MILLIS = 2_000;

    private static final int CONSUMER_NOT_FOUND = 10_014;

    private final Source source;
    private final int batch;
    private final Sink sink;
    private volatile Thread thread;
    private volatile boolean closed;
    private long last;
    private boolean troubled;

    /** Where events stand. @param connection gives null before there is one */
    record Source(Supplier<Connection> connection, String stream, String filter) {
        /** That of the stream now. Blocks. */
        StreamState state() throws IOException {
            Connection current = connection.get();
            if (current == null) {
                throw new IOException("not connected to NATS");
            }
            try {
                return current.jetStreamManagement().getStreamInfo(stream).getStreamState();
            } catch (JetStreamApiException | IllegalStateException e) {
                throw new IOException(e);
            }
        }
    }

    /** What is done with them. May close the pull. */
    interface Sink {
        /** The consumer was made, with so many events to come that are stored already. */
        void begins(long pending);

        /** @param pending how many are stored after this one */
        void takes(Event event, long pending) throws InterruptedException;

        /** Nothing stands up to here that has not been taken. */
        void passes(long sequence);

        /** What comes next is not what follows the last one: the stream is another one, or has dropped some. */
        void jumps(long now);

        /** Whether nobody wants to know any more. */
        default boolean isOver() {
            return false;
        }
    }

    /**
     * @param after the sequence after which it begins
     * @param batch so many events are in its hands at most
     */
    EventPull(Source source, long after, int batch, Sink sink) {
        this.source = source;
        this.last = after;
        this.batch = batch;
        this.sink = sink;
    }

    /** Wakes the thread that runs it, if that is another one. */
    @Override
    public void close() {
        closed = true;
        Thread running = thread;
        if (running != null && running != Thread.currentThread()) {
            running.interrupt();
        }
    }

    /** Returns when it is closed, or nobody wants to know any more. */
    @Override
    public void run() {
        thread = Thread.currentThread();
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
        Connection current = source.connection().get();
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
                if (next < 0 || next == expected && !isAtEnd(stream, consumer, expected)) {
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
                .maxMessages(batch)
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
     * Whether all that was sent has arrived; else a connection was lost with it. Asked when nothing is under way. If
     * nothing is pending either, {@link #last} goes along with the stream: what it drops of other topics is no loss.
     *
     * @throws JetStreamApiException if there is no such consumer any more, which a pull does not say
     */
    private boolean isAtEnd(StreamContext stream, ConsumerContext consumer, long expected)
            throws IOException, JetStreamApiException {
        // Asked first: what is stored after it is pending then.
        long end = stream.getStreamInfo().getStreamState().getLastSequence();
        ConsumerInfo info = consumer.getConsumerInfo();
        if (info.getDelivered().getConsumerSequence() != expected - 1) {
            return false;
        }
        if (info.getNumPending() == 0 && end > last) {
            last = end;
            sink.passes(end);
        }
        return true;
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
        if (!troubled && !isForgotten(e)) {
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

    /** The server forgot the consumer, as it does after a while: nobody has to know. */
    private static boolean isForgotten(Exception e) {
        return e instanceof JetStreamApiException told && told.getApiErrorCode() == CONSUMER_NOT_FOUND;
    }
}
