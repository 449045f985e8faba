package io.pullway.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pullway.fixtures.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** Looks at the platform at one proxy, as the view in a browser does. Used by one thread. */
final class PlatformViewer implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventListener listener;

    /** @param fields of the request, pairs of name and value */
    PlatformViewer(Program proxy, String... fields) {
        listener = EventListener.ofPlatform(proxy, fields);
    }

    EventListener listener() {
        return listener;
    }

    /** How many pictures it has got. */
    int pictures() {
        return listener.messages().size();
    }

    /** The first picture from the last one on that is so. */
    JsonNode await(String what, Predicate<JsonNode> so) {
        AtomicReference<JsonNode> found = new AtomicReference<>();
        try {
            Await.until(SOON, what, () -> {
                List<String> pictures = listener.messages();
                if (!pictures.isEmpty()) {
                    found.set(read(pictures.getLast()));
                }
                return found.get() != null && so.test(found.get());
            });
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + "; the last picture: " + found.get(), late);
        }
        return found.get();
    }

    /** What a picture says of a service; missing if it says nothing. */
    static JsonNode service(JsonNode picture, String name) {
        return named(picture.path("services"), "name", name);
    }

    /** What a picture says of an instance of the echo service; missing if it says nothing. */
    static JsonNode echo(JsonNode picture, String instance) {
        return named(service(picture, "echo-service").path("instances"), "name", instance);
    }

    private static JsonNode named(JsonNode array, String member, String name) {
        return StreamSupport.stream(array.spliterator(), false)
                .filter(each -> each.path(member).asText().equals(name))
                .findFirst()
                .orElse(JSON.missingNode());
    }

    private static JsonNode read(String picture) {
        try {
            return JSON.readTree(picture);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        listener.close();
    }
}
