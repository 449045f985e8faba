package io.pullway.rating.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.PublishAck;
import io.pullway.fixtures.Await;
import io.pullway.fixtures.NatsServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The events stream, read by somebody else. */
final class ToldEvents implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int NO_MESSAGE = 10037;

    private final Connection connection;

    ToldEvents(NatsServer nats) {
        connection = nats.connect();
    }

    /** @param messageId null for what a test has put there */
    record Told(long sequence, String subject, String messageId, JsonNode json) {}

    /** All that stand under a subject by now. */
    List<Told> of(String subject) {
        List<Told> told = new ArrayList<>();
        try {
            JetStreamManagement management = connection.jetStreamManagement();
            for (long next = 1; ; next = told.getLast().sequence() + 1) {
                MessageInfo message = management.getNextMessage(EventsForTests.STREAM, next, subject);
                told.add(new Told(
                        message.getSeq(),
                        message.getSubject(),
                        message.getHeaders() == null
                                ? null
                                : message.getHeaders().getFirst("Nats-Msg-Id"),
                        JSON.readTree(message.getData())));
            }
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == NO_MESSAGE) {
                return told;
            }
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until so many stand there. */
    List<Told> await(String subject, int least) {
        return Await.value(
                SOON,
                least + " events on " + subject,
                () -> Optional.of(of(subject)).filter(told -> told.size() >= least));
    }

    /** Puts something into the stream. @return its sequence */
    long tell(String subject, String payload) {
        try {
            PublishAck ack = connection.jetStream().publish(subject, payload.getBytes(StandardCharsets.UTF_8));
            return ack.getSeqno();
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError(e);
        }
    }

    /** Takes it out of the stream again. */
    void erase(long sequence) {
        try {
            connection.jetStreamManagement().deleteMessage(EventsForTests.STREAM, sequence);
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError(e);
        }
    }

    /** Makes the stream incomplete, as its bound does: its first event, about a user, goes if it is there still. */
    void dropFirst() {
        try {
            JetStreamManagement management = connection.jetStreamManagement();
            if (management.getStreamInfo(EventsForTests.STREAM).getStreamState().getFirstSequence() == 1) {
                management.deleteMessage(EventsForTests.STREAM, 1);
            }
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError(e);
        }
    }

    /** What the consumer of the averages has not done yet. */
    long pending() {
        try {
            ConsumerInfo info =
                    connection.jetStreamManagement().getConsumerInfo(EventsForTests.STREAM, EventsForTests.CONSUMER);
            return info.getNumPending() + info.getNumAckPending();
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError(e);
        }
    }

    long deadLetters() {
        try {
            return connection
                    .jetStreamManagement()
                    .getStreamInfo("DEAD_LETTERS")
                    .getStreamState()
                    .getMsgCount();
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
