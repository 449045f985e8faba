package io.pullway.scenario;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamState;
import io.pullway.fixtures.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Somebody else on the NATS server of a {@link Platform}, who may do everything: sees what is published,
 * publishes what nobody expects, and asks JetStream how the queue of the echo service is. Used by one thread.
 */
final class NatsClient implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String STREAM = "echo-service";

    /** JetStream's code for: there is no such message. */
    private static final int NO_MESSAGE = 10037;

    private final Connection connection;

    NatsClient(Platform platform) {
        this.connection = platform.nats().connect();
    }

    /** What is published on a subject from now on. */
    Watch watch(String subject) {
        Subscription subscription = connection.subscribe(subject);
        flush();
        return new Watch(subscription, this::flush);
    }

    /** Publishes ISO-8859-1 text; returns when the server has it. */
    void publish(String subject, String payload) {
        connection.publish(subject, payload.getBytes(StandardCharsets.ISO_8859_1));
        flush();
    }

    /** Publishes ISO-8859-1 text for a stream; returns when JetStream has stored it. */
    void store(String subject, String payload) {
        try {
            connection.jetStream().publish(subject, payload.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError("JetStream does not store it", e);
        }
    }

    /** Changes how many messages a stream takes. */
    void limit(String stream, long messages) {
        change(stream, configuration -> configuration.maxMessages(messages));
    }

    /** Changes how many bytes a stream takes. */
    void limitBytes(String stream, long bytes) {
        change(stream, configuration -> configuration.maxBytes(bytes));
    }

    private void change(String stream, UnaryOperator<StreamConfiguration.Builder> change) {
        try {
            JetStreamManagement streams = connection.jetStreamManagement();
            StreamConfiguration configuration = streams.getStreamInfo(stream).getConfiguration();
            streams.updateStream(
                    change.apply(StreamConfiguration.builder(configuration)).build());
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError("JetStream does not change it", e);
        }
    }

    /** Takes everything out of a stream, as if it were acknowledged. */
    void empty(String stream) {
        try {
            connection.jetStreamManagement().purgeStream(stream);
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError("JetStream does not empty it", e);
        }
    }

    void deleteStream(String stream) {
        try {
            connection.jetStreamManagement().deleteStream(stream);
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError("JetStream does not delete it", e);
        }
    }

    /** Messages of the echo service's stream, stored and not yet acknowledged. */
    long stored() {
        return state(STREAM).getMsgCount();
    }

    /** How a stream is. */
    StreamState state(String stream) {
        try {
            return connection.jetStreamManagement().getStreamInfo(stream).getStreamState();
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError("JetStream does not answer", e);
        }
    }

    /** What stands in a stream after this sequence, in its order; read while nobody writes. */
    List<Seen> after(String stream, long sequence) {
        List<Seen> messages = new ArrayList<>();
        long next = sequence + 1;
        try {
            while (true) {
                MessageInfo message = connection.jetStreamManagement().getNextMessage(stream, next, ">");
                messages.add(new Seen(
                        message.getSubject(), null, new String(message.getData(), StandardCharsets.ISO_8859_1)));
                next = message.getSeq() + 1;
            }
        } catch (IOException | JetStreamApiException e) {
            if (e instanceof JetStreamApiException refused && refused.getApiErrorCode() == NO_MESSAGE) {
                return messages;
            }
            throw new AssertionError(stream + " cannot be read", e);
        }
    }

    /** How many deliveries the echo service's consumer made so far, first ones and others. */
    long deliveries() {
        return consumer().getDelivered().getConsumerSequence();
    }

    /** Waits until nothing is stored: everything was acknowledged, and nothing can be delivered again. */
    void awaitNothingStored() {
        Await.until(LIMIT, "the stream of the echo service is empty", () -> stored() == 0);
    }

    /** Waits until so many messages are stored. */
    void awaitStored(long messages) {
        Await.until(LIMIT, messages + " messages are stored", () -> stored() == messages);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ConsumerInfo consumer() {
        try {
            return connection.jetStreamManagement().getConsumerInfo(STREAM, STREAM);
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError("JetStream does not answer", e);
        }
    }

    private void flush() {
        try {
            connection.flush(LIMIT);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new UncheckedIOException(new IOException("NATS does not answer", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while publishing", e);
        }
    }

    /** The messages of one subscription, in order. */
    static final class Watch {
        private final Subscription subscription;
        private final Runnable flush;

        private Watch(Subscription subscription, Runnable flush) {
            this.subscription = subscription;
            this.flush = flush;
        }

        /** @throws AssertionError when none comes within 10 s */
        Seen next() {
            Message message = poll(LIMIT);
            if (message == null) {
                throw new AssertionError("Nothing was published on " + subscription.getSubject());
            }
            return new Seen(
                    message.getSubject(),
                    message.getReplyTo(),
                    new String(message.getData(), StandardCharsets.ISO_8859_1));
        }

        /** Hears nothing more; returns when the server knows. */
        void end() {
            subscription.unsubscribe();
            flush.run();
        }

        /** Whether nothing more has arrived. */
        boolean isQuiet() {
            return poll(Duration.ofMillis(1)) == null;
        }

        private Message poll(Duration limit) {
            try {
                return subscription.nextMessage(limit);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while watching " + subscription.getSubject(), e);
            }
        }
    }

    /**
     * A message that was published.
     *
     * @param replyTo where whoever published it waits, null if nowhere
     * @param payload as ISO-8859-1 text
     */
    record Seen(String subject, String replyTo, String payload) {
        /** What follows the empty line. */
        String body() {
            return payload.substring(payload.indexOf("\r\n\r\n") + 4);
        }

        /** The value of one of its own fields, such as {@code pullway-reply-to}. */
        String field(String name) {
            return payload.lines()
                    .takeWhile(line -> !line.isEmpty())
                    .filter(line -> line.startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("No field " + name + " in:\n" + payload));
        }
    }
}
