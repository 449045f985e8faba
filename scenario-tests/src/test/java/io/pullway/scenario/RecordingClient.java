package io.pullway.scenario;

import io.pullway.fixtures.Await;
import io.pullway.scenario.History.Outcome;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An HTTP/1.1 client that writes down what became of each request. It keeps its connection, connects anew
 * when that has ended between two requests, and goes to the next proxy when one takes no connection or broke
 * one off. Nothing is sent twice by itself. Used by one thread.
 */
final class RecordingClient implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(90);

    private final List<? extends Endpoint> proxies;
    private final History history;
    private int current;
    private RawHttp connection;

    /** What became of a request. @param answer of the application or of the platform, if one came */
    record Told(Outcome outcome, Optional<RawAnswer> answer) {}

    /** @param first number of the proxy to begin with */
    RecordingClient(List<? extends Endpoint> proxies, int first, History history) {
        this.proxies = proxies;
        this.current = first;
        this.history = history;
    }

    /**
     * Sends one request and waits for what becomes of it.
     *
     * @param kind for the history
     * @param own whether an answer belongs to this request
     * @return the answer of the application or of the platform, if one came
     */
    Optional<RawAnswer> ask(String kind, byte[] request, Predicate<RawAnswer> own) {
        return send(kind, request, own).answer();
    }

    /** As {@link #ask}, for who wants to know what is in the history, too. */
    Told send(String kind, byte[] request, Predicate<RawAnswer> own) {
        connect();
        try {
            RawAnswer answer = connection.send(request).readFinal(false);
            Outcome outcome = history.answered(kind, answer, own.test(answer));
            if (answer.value("connection").filter("close"::equalsIgnoreCase).isPresent()) {
                close();
            }
            return new Told(outcome, Optional.of(answer));
        } catch (UncheckedIOException e) {
            Outcome outcome = history.ended(kind, e);
            turn();
            return new Told(outcome, Optional.empty());
        }
    }

    /** Uses the next proxy from now on. */
    void turn() {
        close();
        current++;
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    private void connect() {
        if (connection != null && connection.isEnded()) {
            close();
        }
        if (connection == null) {
            connection = Await.value(CONNECT_LIMIT, "a proxy takes connections", this::connected);
        }
    }

    private Optional<RawHttp> connected() {
        try {
            return Optional.of(RawHttp.connect(proxies.get(current % proxies.size())));
        } catch (UncheckedIOException refused) {
            current++;
            return Optional.empty();
        }
    }
}
