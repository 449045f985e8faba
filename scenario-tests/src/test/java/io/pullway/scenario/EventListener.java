package io.pullway.scenario;

import io.pullway.fixtures.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A client of server-sent events that reads as a browser's {@code EventSource} does, without connecting again by itself.
 * Safe for all threads.
 */
final class EventListener implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final HttpResponse<InputStream> answer;
    private final Thread reader;
    private volatile String lastId;
    private volatile boolean ended;

    /**
     * An event with data.
     *
     * @param id the last one that was told, its own or one of before
     * @param type {@code message} where none is told
     */
    record Heard(String id, String type, String data) {}

    private EventListener(HttpResponse<InputStream> answer, String lastId) {
        this.answer = answer;
        this.lastId = lastId;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    /**
     * Listens; returns when it knows where it is, and so misses nothing from now on.
     *
     * @param lastId null to begin now
     * @param fields names and values of more header fields
     */
    static EventListener of(Endpoint proxy, String topic, String lastId, String... fields) {
        HttpRequest.Builder request = request(proxy, "/api/-/events?topic=" + topic, fields);
        if (lastId != null) {
            request.header("Last-Event-ID", lastId);
        }
        EventListener listener = of(request, lastId);
        Await.until(LIMIT, "it knows where it is", () -> listener.lastId() != null);
        return listener;
    }

    /** Looks at the platform; returns when the answer has begun. @param fields names and values of more header fields */
    static EventListener ofPlatform(Endpoint proxy, String... fields) {
        return of(request(proxy, "/api/-/platform", fields), null);
    }

    private static HttpRequest.Builder request(Endpoint proxy, String target, String... fields) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + proxy.port() + target))
                .timeout(LIMIT)
                .header("Accept", "text/event-stream");
        return fields.length > 0 ? request.headers(fields) : request;
    }

    private static EventListener of(HttpRequest.Builder request, String lastId) {
        try {
            HttpResponse<InputStream> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) {
                throw new AssertionError("no events: " + answer.statusCode() + " "
                        + new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
            }
            return new EventListener(answer, lastId);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    HttpResponse<?> answer() {
        return answer;
    }

    List<Heard> heard() {
        return heard;
    }

    /** The data of the events that have no type of their own. */
    List<String> messages() {
        return heard.stream()
                .filter(event -> event.type().equals("message"))
                .map(Heard::data)
                .toList();
    }

    /** Returns when it has heard so many, or more. */
    void awaitMessages(int count) {
        Await.until(LIMIT, count + " events", () -> messages().size() >= count);
    }

    /** With which it would go on elsewhere; null before it knows. */
    String lastId() {
        return lastId;
    }

    boolean isEnded() {
        return ended;
    }

    /** Goes away as a browser does whose page is closed; what has arrived is heard. */
    @Override
    public void close() {
        try {
            answer.body().close();
            reader.join(LIMIT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** WHATWG HTML section 9.2.6: an id counts when its event ends, with data or without. */
    private void read() {
        StringBuilder data = new StringBuilder();
        String type = "message";
        String id = lastId;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    lastId = id;
                    if (!data.isEmpty()) {
                        heard.add(new Heard(id, type, data.substring(0, data.length() - 1)));
                    }
                    data.setLength(0);
                    type = "message";
                } else if (line.startsWith("id: ")) {
                    id = line.substring("id: ".length());
                } else if (line.startsWith("event: ")) {
                    type = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    data.append(line.substring("data: ".length())).append('\n');
                }
            }
        } catch (IOException e) {
            // Closed, by one side or the other.
        } finally {
            ended = true;
        }
    }
}
