package io.pullway.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.api.StreamState;
import io.nats.client.api.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The events stream of the rating service, read and written by somebody who may do everything. Used by one thread. */
final class EventLog implements AutoCloseable {
    private static final String STREAM = "EVENTS_rating-service";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Connection connection;

    EventLog(Platform platform) {
        connection = platform.nats().connect();
    }

    /** One event about a rating. @param what such as {@code created} */
    record RatingEvent(String id, long service, long rating, String what, long version) {}

    /** All about ratings, in the order of the stream. */
    List<RatingEvent> ofRatings() {
        List<RatingEvent> events = new ArrayList<>();
        try {
            JetStreamManagement management = connection.jetStreamManagement();
            StreamState state = management.getStreamInfo(STREAM).getStreamState();
            long next = state.getFirstSequence();
            while (next <= state.getLastSequence()) {
                MessageInfo message = management.getNextMessage(STREAM, next, "event.>");
                String subject = message.getSubject();
                if (subject.startsWith("event.ratings.")) {
                    events.add(event(subject, JSON.readTree(message.getData())));
                }
                next = message.getSeq() + 1;
            }
            return events;
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError("The stream of events cannot be read", e);
        }
    }

    /** Whether something stands under a subject. */
    boolean has(String subject) {
        return count(subject) > 0;
    }

    /** How many stand under a subject. */
    long count(String subject) {
        try {
            return connection
                    .jetStreamManagement()
                    .getStreamInfo(STREAM, StreamInfoOptions.filterSubjects(subject))
                    .getStreamState()
                    .getSubjects()
                    .stream()
                    .mapToLong(Subject::getCount)
                    .sum();
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError("The stream of events cannot be read", e);
        }
    }

    /** What a consumer has not done yet. */
    long undone(String consumer) {
        try {
            ConsumerInfo info = connection.jetStreamManagement().getConsumerInfo(STREAM, consumer);
            return info.getNumPending() + info.getNumAckPending();
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError("NATS does not tell of " + consumer, e);
        }
    }

    /** The newest under a subject, which may have wildcards; JSON. */
    JsonNode newest(String subject) {
        try {
            return JSON.readTree(connection
                    .jetStreamManagement()
                    .getLastMessage(STREAM, subject)
                    .getData());
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError("The stream of events cannot be read", e);
        }
    }

    /** Puts something there as if the service had told it. */
    void tell(String subject, String payload) {
        try {
            connection.jetStream().publish(subject, payload.getBytes(StandardCharsets.UTF_8));
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError("JetStream does not store it", e);
        }
    }

    /** What NATS says to a user who publishes there and may not. */
    static String refusal(Platform platform, String user, String password, String subject) {
        BlockingQueue<String> errors = new LinkedBlockingQueue<>();
        Options options = Options.builder()
                .server(platform.nats().url())
                .userInfo(user, password)
                .errorListener(new ErrorListener() {
                    @Override
                    public void errorOccurred(Connection connection, String error) {
                        errors.add(error);
                    }
                })
                .build();
        try (Connection connection = Nats.connect(options)) {
            connection.publish(subject, new byte[0]);
            return errors.poll(10, TimeUnit.SECONDS);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("NATS does not answer", e);
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

    private static RatingEvent event(String subject, JsonNode json) {
        JsonNode data = json.get("data");
        return new RatingEvent(
                json.get("id").asText(),
                Long.parseLong(subject.split("\\.")[2]),
                data.get("id").asLong(),
                subject.substring(subject.lastIndexOf('.') + 1),
                data.get("version").asLong());
    }
}
