package io.pullway.rating;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pullway.rating.identity.TestIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;

/** The application as a client of it sees it: an admin, as long as a test sends no other credentials. */
public final class Api {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Set<String> CREDENTIALS = Set.of("authorization", "x-api-key");

    private Api() {}

    public record Answer(HttpResponse<String> http) {
        public int status() {
            return http.statusCode();
        }

        public String field(String name) {
            return http.headers().firstValue(name).orElse(null);
        }

        public JsonNode json() {
            try {
                return JSON.readTree(http.body());
            } catch (JsonProcessingException e) {
                throw new AssertionError("Not JSON: " + http.body(), e);
            }
        }

        /** The problem in the body, which has this status too, and nothing that clients must not see. */
        public JsonNode problem(int status) {
            assertThat(status()).as(http.body()).isEqualTo(status);
            assertThat(field("content-type")).isEqualTo("application/problem+json");
            assertThat(json().get("status").intValue()).isEqualTo(status);
            assertThat(json().get("title").textValue()).isNotBlank();
            assertThat(http.body()).doesNotContainIgnoringCase("exception", "io.pullway", "java.", "jackson", "sql");
            return json();
        }

        /** The problem's entries, as {@code field: detail}. */
        public List<String> wrongFields() {
            List<String> wrong = new ArrayList<>();
            problem(422)
                    .get("errors")
                    .forEach(error -> wrong.add(error.get("field").textValue() + ": "
                            + error.get("detail").textValue()));
            return wrong;
        }

        /** The path of the created resource. */
        public String createdPath() {
            assertThat(status()).as(http.body()).isEqualTo(201);
            return URI.create(field("location")).getPath();
        }
    }

    public static Answer get(String path, String... fields) {
        return send("GET", path, null, fields);
    }

    public static Answer delete(String path, String... fields) {
        return send("DELETE", path, null, fields);
    }

    public static Answer put(String path, String json, String... fields) {
        return send("PUT", path, BodyPublishers.ofString(json), withType("application/json", fields));
    }

    public static Answer patch(String path, String json, String... fields) {
        return send("PATCH", path, BodyPublishers.ofString(json), withType("application/merge-patch+json", fields));
    }

    public static Answer post(String path, String json, String... fields) {
        return send("POST", path, BodyPublishers.ofString(json), withType("application/json", fields));
    }

    private static String[] withType(String type, String... fields) {
        List<String> all = new ArrayList<>(List.of("content-type", type));
        all.addAll(List.of(fields));
        return all.toArray(String[]::new);
    }

    public static Answer send(String method, String path, BodyPublisher body, String... fields) {
        List<String> all = new ArrayList<>(List.of(fields));
        if (all.stream().noneMatch(CREDENTIALS::contains)) {
            all.addAll(List.of("authorization", TestIssuer.bearer("admin of the tests", "admin")));
        }
        return anonymously(method, path, body, all.toArray(String[]::new));
    }

    /** With no credentials but those that are among the fields. */
    public static Answer anonymously(String method, String path, BodyPublisher body, String... fields) {
        URI root = URI.create(
                "http://127.0.0.1:" + ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class));
        HttpRequest.Builder request = HttpRequest.newBuilder(root.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body == null ? BodyPublishers.noBody() : body);
        if (fields.length > 0) {
            request.headers(fields);
        }
        try {
            return new Answer(CLIENT.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("Interrupted", e);
        }
    }

    /** The path of a new user. */
    public static String newUser() {
        return post("/users", "{\"firstName\":\"Ada\",\"lastName\":\"Lovelace\"}")
                .createdPath();
    }

    /** The path of a new service. */
    public static String newService() {
        return post("/services", "{\"name\":\"Difference engine\"}").createdPath();
    }

    /** The path of a new rating, of a new service by a new user. */
    public static String newRating(int score) {
        return post("/ratings", rating(id(newUser()), id(newService()), score)).createdPath();
    }

    /** The id at the end of a path. */
    public static long id(String path) {
        return Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
    }

    /** Path and query of a neighbour of a part of a list (RFC 8288), or null where there is none. */
    public static String link(Answer part, String relation) {
        for (String link : part.http().headers().allValues("link")) {
            if (link.endsWith("; rel=\"" + relation + "\"")) {
                URI target = URI.create(link.substring(1, link.indexOf('>')));
                return target.getRawPath() + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery());
            }
        }
        return null;
    }

    /** The ids of the entries of a part of a list, in their order. */
    public static List<Long> ids(Answer part) {
        assertThat(part.status()).as(part.http().body()).isEqualTo(200);
        assertThat(part.json().isArray()).isTrue();
        List<Long> ids = new ArrayList<>();
        part.json().forEach(entry -> ids.add(entry.get("id").longValue()));
        return ids;
    }

    /** That it says to have been made a moment ago, and not to have been changed since. */
    public static void assertJustMade(JsonNode made) {
        Instant at = Instant.parse(made.get("createdAt").textValue());
        assertThat(Duration.between(at, Instant.now()).abs()).isLessThan(Duration.ofMinutes(5));
        assertThat(made.get("updatedAt")).isEqualTo(made.get("createdAt"));
    }

    /** The body of a new rating. */
    public static String rating(long userId, long serviceId, int score) {
        return "{\"userId\":%d,\"serviceId\":%d,\"score\":%d}".formatted(userId, serviceId, score);
    }
}
