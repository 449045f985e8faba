package io.pullway.cli.status;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.api.AccountStatistics;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfo;
import io.pullway.cli.streams.RefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What one NATS user sees of JetStream and of who is there; asked once, when it is first needed. Used by one thread. */
public final class NatsView {
    private static final int NO_MESSAGE = 10037;

    private final Connection connection;
    private final Duration timeout;
    private final Supplier<List<String>> complaints;
    private final Map<String, Object> seen = new HashMap<>();

    private interface Question<T> {
        T ask(JetStreamManagement management) throws IOException, JetStreamApiException;
    }

    /** @param complaints all that the server has complained about on this connection, the oldest first */
    public NatsView(Connection connection, Duration timeout, Supplier<List<String>> complaints) {
        this.connection = connection;
        this.timeout = timeout;
        this.complaints = complaints;
    }

    public Connection connection() {
        return connection;
    }

    public Duration timeout() {
        return timeout;
    }

    public String lastError() {
        List<String> all = complaints.get();
        return all.isEmpty() ? "" : all.getLast();
    }

    /** Whether the server has refused to let this user publish there, or subscribe to it. */
    public boolean isDenied(String subject) {
        return complaints.get().stream().anyMatch(complaint -> complaint.contains("\"" + subject + "\""));
    }

    public List<StreamInfo> streams() throws RefusedException {
        return ask("streams", JetStreamManagement::getStreams);
    }

    public List<ConsumerInfo> consumers(String stream) throws RefusedException {
        return ask("consumers of " + stream, management -> management.getConsumers(stream));
    }

    public AccountStatistics account() throws RefusedException {
        return ask("account", JetStreamManagement::getAccountStatistics);
    }

    /** Takes {@link StatusReader#LISTENING} the first time. */
    public PlatformStatus platform() throws RefusedException, InterruptedException {
        Object known = seen.get("platform");
        if (known == null) {
            known = new StatusReader(connection, timeout, this::lastError).read();
            seen.put("platform", known);
        }
        return (PlatformStatus) known;
    }

    /** @throws RefusedException also when the same was asked before in vain: it is not waited for twice */
    @SuppressWarnings("unchecked") // each name has one type
    private <T> T ask(String name, Question<T> question) throws RefusedException {
        Object known = seen.get(name);
        if (known == null) {
            known = answer(question);
            seen.put(name, known);
        }
        if (known instanceof RefusedException refused) {
            throw refused;
        }
        return (T) known;
    }

    private Object answer(Question<?> question) {
        try {
            return question.ask(connection.jetStreamManagement(
                    JetStreamOptions.builder().requestTimeout(timeout).build()));
        } catch (JetStreamApiException e) {
            return new RefusedException(
                    "NATS refuses it: " + e.getErrorDescription() + " (error " + e.getApiErrorCode() + ")");
        } catch (IOException | IllegalStateException e) {
            String last = lastError();
            return new RefusedException("NATS did not answer: " + (last.isEmpty() ? e.getMessage() : last));
        }
    }

    /**
     * The next message of a stream, if there is one. Asked anew each time.
     *
     * @param from its sequence, or the least one that it may have
     * @param subject with or without wildcards
     */
    public Optional<MessageInfo> next(String stream, long from, String subject) throws RefusedException {
        Object answer = answer(management -> {
            try {
                return Optional.of(management.getNextMessage(stream, from, subject));
            } catch (JetStreamApiException e) {
                if (e.getApiErrorCode() == NO_MESSAGE) {
                    return Optional.empty();
                }
                throw e;
            }
        });
        if (answer instanceof RefusedException refused) {
            throw refused;
        }
        return ((Optional<?>) answer).map(MessageInfo.class::cast);
    }
}
