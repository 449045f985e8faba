package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A browser as far as signing in takes one: it keeps the cookies of 127.0.0.1 (whose ports share them, as in any
 * browser) by the rules of {@code __Host-}, and says where a request comes from as Chromium does. Used by one thread.
 */
final class Browser {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final Map<String, String> cookies = new TreeMap<>();

    /** Opens an address as if it were typed in, or were the next one of a redirect. */
    HttpResponse<String> open(URI uri) {
        return send(HttpRequest.newBuilder(uri).GET(), "none");
    }

    /** Where the answer sends the browser to. */
    static URI location(HttpResponse<String> answer) {
        assertThat(answer.statusCode())
                .as("%s of %s", answer.body(), answer.uri())
                .isEqualTo(303);
        return answer.uri().resolve(answer.headers().firstValue("location").orElseThrow());
    }

    /** What a page of the same origin does with {@code fetch}. */
    HttpResponse<String> fetch(String method, URI uri, String json) {
        return send(
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.ofString(json))
                        .header("content-type", "application/json"),
                "same-origin");
    }

    HttpResponse<String> get(URI uri) {
        return send(HttpRequest.newBuilder(uri).GET(), "same-origin");
    }

    /** With the cookies, and as it is otherwise. @param site value of {@code Sec-Fetch-Site}; null to send none */
    HttpResponse<String> send(HttpRequest.Builder request, String site) {
        if (!cookies.isEmpty()) {
            request.header("cookie", cookieField());
        }
        if (site != null) {
            request.header("sec-fetch-site", site);
        }
        try {
            HttpResponse<String> answer =
                    HTTP.send(request.timeout(Duration.ofSeconds(40)).build(), HttpResponse.BodyHandlers.ofString());
            keep(answer);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for an answer", e);
        }
    }

    /** Signs in, from the first redirect to the last. @param api such as {@code http://127.0.0.1:8081/api} */
    Browser signIn(String api, String person) {
        URI page = location(open(URI.create(api + "/-/sign-in")));
        URI callback = location(open(URI.create(page + "&user=" + person)));
        location(open(callback));
        return this;
    }

    /** Names and values. */
    Map<String, String> cookies() {
        return cookies;
    }

    String cookieField() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    /** Another one with the same cookies. */
    Browser copy() {
        Browser copy = new Browser();
        copy.cookies.putAll(cookies);
        return copy;
    }

    static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("No JSON: " + answer.body(), e);
        }
    }

    /** Takes the cookies of an answer, such as one that another tab got. */
    void keep(HttpResponse<String> answer) {
        answer.headers().allValues("set-cookie").forEach(this::keep);
    }

    private void keep(String field) {
        List<String> parts = Arrays.stream(field.split(";")).map(String::strip).toList();
        String[] pair = parts.getFirst().split("=", 2);
        List<String> attributes = parts.stream()
                .skip(1)
                .map(attribute -> attribute.toLowerCase(Locale.ROOT))
                .toList();
        assertThat(pair[0]).startsWith("__Host-");
        assertThat(field.length()).isLessThan(4_096);
        assertThat(attributes).contains("path=/", "secure", "httponly", "samesite=lax");
        assertThat(attributes).noneMatch(attribute -> attribute.startsWith("domain"));
        // A JWT begins with {" in base64; what is sealed does too, but has an empty second part.
        assertThat(pair[1]).doesNotContainPattern("^eyJ[^.]*\\.[^.]+\\.");
        if (attributes.contains("max-age=0")) {
            cookies.remove(pair[0]);
        } else {
            cookies.put(pair[0], pair[1]);
        }
    }
}
