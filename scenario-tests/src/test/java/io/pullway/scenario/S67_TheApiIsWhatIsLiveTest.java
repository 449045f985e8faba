package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.pullway.fixtures.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** {@code /api/-/openapi} and {@code /api/-/docs}. */
@TestMethodOrder(OrderAnnotation.class)
final class S67_TheApiIsWhatIsLiveTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static Platform platform;

    @BeforeAll
    static void start() {
        platform = Platform.of("S67").proxies(2).ratings(1).moderations(1).start();
        Await.until(SOON, "presence is known", () -> isKnown(1) && isKnown(2));
    }

    @AfterAll
    static void end() {
        platform.close();
    }

    @Test
    @Order(1)
    void itHasThePathsOfTheServiceAndOfThePlatform() {
        JsonNode document = get(1, "/api/-/openapi").json();

        assertThat(document.path("openapi").asText()).startsWith("3.1");
        assertThat(document.path("servers").path(0).path("url").asText()).isEqualTo("/api");
        assertThat(document.path("paths").has("/users")).isTrue();
        assertThat(document.path("paths").has("/-/requests/{resource}/{id}")).isTrue();
        assertThat(document.has("x-pullway-not-read")).isFalse();
    }

    @Test
    @Order(2)
    void anOperationHasTheAnswersOfThePlatformToo() {
        JsonNode document = get(1, "/api/-/openapi").json();
        JsonNode own = get(1, "/api/users/-/openapi").json();

        assertThat(problems(own, "409")).isEmpty();
        assertThat(problems(document, "409")).containsExactly("still-running");
        assertThat(problems(own, "422")).containsExactly("invalid-input");
        assertThat(problems(document, "422")).containsExactly("invalid-input", "key-reused");
        assertThat(problems(own, "503")).isEmpty();
        assertThat(problems(document, "503")).containsExactly("not-accepted", "no-instance", "overloaded");
        assertThat(responseOfPost(own, "202").isMissingNode()).isTrue();
        assertThat(responseOfPost(document, "202").isMissingNode()).isFalse();
        assertThat(responseOfPost(own, "409").path("headers").has("Retry-After"))
                .isFalse();
        assertThat(responseOfPost(document, "409").path("headers").has("Retry-After"))
                .isTrue();
        assertThat(responseOfPost(document, "201").path("headers").has("RateLimit"))
                .isTrue();
        // And what the service says of it is still there.
        assertThat(responseOfPost(document, "503").path("description").asText())
                .startsWith(responseOfPost(own, "503").path("description").asText());
    }

    @Test
    @Order(3)
    void everyReferenceLeadsSomewhere() {
        JsonNode document = get(1, "/api/-/openapi").json();

        List<String> references = document.findValuesAsText("$ref");
        assertThat(references).isNotEmpty().allSatisfy(reference -> {
            assertThat(reference).startsWith("#/");
            assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        });
    }

    @Test
    @Order(4)
    void yamlSaysTheSameAndHasAnotherEntityTag() throws IOException {
        RawAnswer json = get(1, "/api/-/openapi");
        RawAnswer yaml = get(1, "/api/-/openapi", "Accept", "application/yaml, application/json;q=0.5");

        assertThat(yaml.values("content-type")).containsExactly("application/yaml");
        assertThat(new YAMLMapper().readTree(yaml.body())).isEqualTo(new ObjectMapper().readTree(json.body()));
        assertThat(yaml.value("etag")).isNotEqualTo(json.value("etag"));
        assertThat(json.values("vary")).containsExactly("accept");
    }

    @Test
    @Order(5)
    void whoHasItIsToldSo() {
        String entityTag = get(1, "/api/-/openapi").value("etag").orElseThrow();

        RawAnswer again = get(1, "/api/-/openapi", "If-None-Match", entityTag);

        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    @Order(6)
    void everyProxySaysTheSame() {
        assertThat(get(2, "/api/-/openapi").value("etag"))
                .isEqualTo(get(1, "/api/-/openapi").value("etag"));
    }

    @Test
    @Order(7)
    void aServiceTellsItsOwnAlone() {
        JsonNode own = get(1, "/api/users/-/openapi").json();

        assertThat(own.path("paths").has("/users")).isTrue();
        assertThat(own.path("paths").has("/-/openapi")).isFalse();
    }

    @Test
    @Order(8)
    void itIsReadOnly() {
        RawAnswer answer = ask(1, RawRequest.of("POST", "/api/-/openapi").body("x".getBytes()));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.values("allow")).containsExactly("GET, HEAD");
        assertThat(ask(1, RawRequest.of("PUT", "/api/moderation/verdicts")).values("allow"))
                .containsExactly("GET, HEAD, OPTIONS, POST");
    }

    @Test
    @Order(9)
    void thePageAndAllItNamesComeFromTheProxy() {
        RawAnswer page = get(1, "/api/-/docs");

        assertThat(page.values("content-type")).containsExactly("text/html; charset=utf-8");
        assertThat(page.value("content-security-policy").orElseThrow()).contains("script-src 'self';");
        assertThat(page.text()).doesNotContain("://");
        for (String file : List.of("page.js", "swagger-ui.css", "swagger-ui-bundle.js", "favicon.png")) {
            RawAnswer answer = get(1, "/api/-/docs/" + file);
            assertThat(answer.status()).as(file).isEqualTo(200);
            assertThat(answer.body()).as(file).isNotEmpty();
        }
        assertThat(get(1, "/api/-/docs/secret").status()).isEqualTo(404);
    }

    @Test
    @Order(9)
    void besideItStandsWhatGoesThroughNats() {
        JsonNode document = get(1, "/api/-/asyncapi").json();

        assertThat(document.path("asyncapi").asText()).isEqualTo("3.0.0");
        assertThat(document.at("/channels/createRating/address").asText()).isEqualTo("{kind}.ratings.post");
        assertThat(document.at("/channels/readUser/address").asText()).isEqualTo("{kind}.users.get.{id}");
        assertThat(document.at("/channels/judgeComment/address").asText())
                .as("what the rating service asks the moderation service")
                .isEqualTo("{kind}.moderation.post.verdicts");
        assertThat(document.at("/channels/io.pullway.rating.created/address").asText())
                .isEqualTo("event.ratings.{serviceId}.created");
        assertThat(document.at("/operations/io.pullway.user.withdrawn/action").asText())
                .isEqualTo("send");
        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
        assertThat(get(1, "/api/-/asyncapi", "Accept", "application/yaml").text())
                .startsWith("asyncapi: 3.0.0");
    }

    @Test
    @Order(10)
    void whatIsGoneIsNotInItAnyMore() {
        platform.rating(1).process().kill();

        Await.until(SOON, "nobody is there", () -> !paths(1).has("/users"));

        assertThat(paths(1).has("/-/openapi")).isTrue();
    }

    @Test
    @Order(11)
    void whatIsBackIsInItAgain() {
        platform.rating(1).start();

        Await.until(SOON, "it is back", () -> paths(1).has("/users"));
    }

    private static boolean isKnown(int proxy) {
        return paths(proxy).has("/users") && paths(proxy).has("/moderation/verdicts");
    }

    /** The types of problems, of all names, that the document has of an answer to {@code POST /users}. */
    private static List<String> problems(JsonNode document, String status) {
        return responseOfPost(document, status)
                .at("/content/application~1problem+json/examples")
                .valueStream()
                .map(example -> resolved(document, example).at("/value/type").asText())
                .filter(type -> !type.isEmpty())
                .map(type -> type.substring("urn:pullway:problem:".length()))
                .toList();
    }

    private static JsonNode responseOfPost(JsonNode document, String status) {
        return resolved(document, document.at("/paths/~1users/post/responses/" + status));
    }

    private static JsonNode resolved(JsonNode document, JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static JsonNode paths(int proxy) {
        return get(proxy, "/api/-/openapi").json().path("paths");
    }

    private static RawAnswer get(int proxy, String target, String... field) {
        RawRequest request = RawRequest.of("GET", target);
        Optional.of(field).filter(some -> some.length == 2).ifPresent(some -> request.field(some[0], some[1]));
        return ask(proxy, request);
    }

    private static RawAnswer ask(int proxy, RawRequest request) {
        try (RawHttp http = RawHttp.connect(platform.proxy(proxy))) {
            return http.send(request.bytes()).readFinal(false);
        }
    }
}
