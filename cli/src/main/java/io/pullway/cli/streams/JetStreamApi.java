package io.pullway.cli.streams;

import io.nats.client.Connection;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The part of the JetStream API ({@code $JS.API}) that streams and consumers are made with, with the
 * server's own JSON: jnats' configuration classes would drop what they do not know.
 *
 * <p>Creating and updating is pedantic: the server refuses a configuration that it would have to adjust.
 */
final class JetStreamApi {
    private static final int STREAM_NOT_FOUND = 10059;
    private static final int CONSUMER_NOT_FOUND = 10014;

    private final Connection connection;
    private final Duration timeout;
    private final Supplier<String> lastError;

    /** @param lastError what the server last complained about on this connection, or an empty text */
    JetStreamApi(Connection connection, Duration timeout, Supplier<String> lastError) {
        this.connection = connection;
        this.timeout = timeout;
        this.lastError = lastError;
    }

    /** The configuration of a stream, if it exists. */
    Optional<JsonValue> stream(StreamId stream) throws RefusedException {
        return find(stream, "STREAM.INFO." + stream.name());
    }

    /** The configuration of a consumer, if it and its stream exist. */
    Optional<JsonValue> consumer(StreamId stream, String consumer) throws RefusedException {
        return find(stream, "CONSUMER.INFO." + stream.name() + "." + consumer);
    }

    /** Creates it and returns the configuration that the server holds now. */
    JsonValue createStream(StreamId stream, JsonValue config) throws RefusedException {
        return change(stream, "STREAM.CREATE." + stream.name(), pedantic(config));
    }

    /** Updates it and returns the configuration that the server holds now. */
    JsonValue updateStream(StreamId stream, JsonValue config) throws RefusedException {
        return change(stream, "STREAM.UPDATE." + stream.name(), pedantic(config));
    }

    /** @param action {@code create} or {@code update}; returns the configuration that the server holds now */
    JsonValue putConsumer(StreamId stream, String consumer, JsonValue config, String action) throws RefusedException {
        Map<String, JsonValue> request = new LinkedHashMap<>();
        request.put("stream_name", new JsonValue(stream.name()));
        request.put("config", config);
        request.put("action", new JsonValue(action));
        return change(stream, "CONSUMER.CREATE." + stream.name() + "." + consumer, pedantic(new JsonValue(request)));
    }

    /** The only way to change when a consumer goes on: an update of its configuration leaves that as it was. */
    void pauseConsumer(StreamId stream, String consumer, Instant until) throws RefusedException {
        // The empty time of Go: not paused.
        String time = until.equals(Instant.MIN) ? "0001-01-01T00:00:00Z" : until.toString();
        JsonValue request = new JsonValue(Map.of("pause_until", new JsonValue(time)));
        JsonValue answer = request(stream, "CONSUMER.PAUSE." + stream.name() + "." + consumer, request.toJson());
        if (answer.map.containsKey("error")) {
            throw refused("NATS refuses it", answer.map.get("error"));
        }
    }

    private static JsonValue pedantic(JsonValue request) {
        Map<String, JsonValue> pedantic = new LinkedHashMap<>(request.map);
        pedantic.put("pedantic", JsonValue.TRUE);
        return new JsonValue(pedantic);
    }

    private Optional<JsonValue> find(StreamId stream, String operation) throws RefusedException {
        JsonValue answer = request(stream, operation, "");
        JsonValue error = answer.map.get("error");
        if (error == null) {
            return Optional.of(answer.map.get("config"));
        }
        if (Set.of(STREAM_NOT_FOUND, CONSUMER_NOT_FOUND).contains(code(error))) {
            return Optional.empty();
        }
        throw refused("NATS does not tell what it has", error);
    }

    private JsonValue change(StreamId stream, String operation, JsonValue body) throws RefusedException {
        JsonValue answer = request(stream, operation, body.toJson());
        JsonValue error = answer.map.get("error");
        if (error != null) {
            throw refused("NATS refuses it", error);
        }
        return answer.map.get("config");
    }

    private static RefusedException refused(String what, JsonValue error) {
        return new RefusedException(what + ": " + error.map.get("description").string + " (error " + code(error) + ")");
    }

    private static int code(JsonValue error) {
        return Optional.ofNullable(error.map.get("err_code"))
                .map(code -> code.number.intValue())
                .orElse(0);
    }

    private JsonValue request(StreamId stream, String operation, String body) throws RefusedException {
        String prefix = stream.domain().isEmpty() ? "$JS.API." : "$JS." + stream.domain() + ".API.";
        try {
            Message answer = connection
                    .request(prefix + operation, body.getBytes(StandardCharsets.UTF_8))
                    .get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return JsonParser.parse(answer.getData());
        } catch (TimeoutException e) {
            String complaint = lastError.get();
            throw new RefusedException("NATS did not answer " + operation + " within " + GoDuration.show(timeout)
                    + (complaint.isEmpty() ? "; --timeout gives it longer." : "; it said: " + complaint));
        } catch (CancellationException | ExecutionException e) {
            throw new RefusedException(
                    e.getCause() instanceof JetStreamStatusException
                            ? "The server has no JetStream"
                                    + (stream.domain().isEmpty() ? "." : " in the domain " + stream.domain() + ".")
                            : "NATS did not answer " + operation + ": " + e.getMessage());
        } catch (JsonParseException e) {
            throw new RefusedException("NATS answered " + operation + " with something that is no JSON.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("Interrupted.");
        }
    }
}
