package io.pullway.proxy;

import static io.pullway.proxy.ApiUnionTest.SHOP;
import static io.pullway.proxy.ApiUnionTest.add;
import static io.pullway.proxy.ApiUnionTest.union;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pullway.proxy.PlatformView.Viewers;
import io.pullway.wire.ProblemType;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the platform says of itself, at its own paths and at those of services. */
class PlatformApiTest {
    /** Told of what no operation describes, or at the platform's own paths only. */
    private static final Set<ProblemType> ELSEWHERE = EnumSet.of(
            ProblemType.FORBIDDEN,
            ProblemType.METHOD_NOT_ALLOWED,
            ProblemType.METHOD_NOT_IMPLEMENTED,
            ProblemType.NO_SUCH_REQUEST,
            ProblemType.NOT_REDRIVABLE,
            ProblemType.SIGN_IN_FAILED);

    private final ApiUnion union = union(false);

    @Test
    void whatThePlatformAnswersStandsBesideWhatTheServiceAnswersWithTheSameStatus() {
        add(union, "shop", "carts", SHOP.replace("\"get\"", "\"post\"").replace("\"200\": {", """
                "409": {"description": "Its cart is full.", "headers": {"x-own": {}}, "content": {
                    "application/problem+json": {"schema": {"$ref": "#/components/schemas/Entry"},
                        "examples": {"still-running": {"value": 1}}}}},
                "503": {"$ref": "#/components/responses/Many"}, "200": {"""));

        JsonNode conflict = response("/carts", "post", "409");
        assertThat(conflict.path("description").asText())
                .isEqualTo("Its cart is full. By the platform: `still-running`: The request is still being worked on.");
        assertThat(names(conflict.path("headers")))
                .contains("x-own", "Retry-After", "Proxy-Status", "Cache-Control", "RateLimit");
        JsonNode problem = conflict.at("/content/application~1problem+json");
        assertThat(problem.path("schema"))
                .hasToString("{\"anyOf\":[{\"$ref\":\"#/components/schemas/Entry\"},"
                        + "{\"$ref\":\"#/components/schemas/PullwayProblem\"}]}");
        assertThat(names(problem.path("examples"))).containsExactly("still-running", "Pullway-still-running");

        JsonNode unavailable = response("/carts", "post", "503");
        assertThat(names(unavailable.path("content"))).containsExactly("application/json", "application/problem+json");
        assertThat(names(unavailable.at("/content/application~1problem+json/examples")))
                .containsExactly("not-accepted", "no-instance", "overloaded");
        // The component itself is as it was, for whoever else refers to it.
        assertThat(names(response("/carts", "post", "200"))).containsExactly("description", "content", "headers");
        assertThat(names(response("/carts", "post", "200").path("content"))).containsExactly("application/json");
    }

    @Test
    void eachOperationNamesTheProblemsThatItCanEndWith() {
        ApiUnion signIn = union(true);
        add(signIn, "shop", "carts", SHOP.replace("\"get\"", "\"post\""));
        add(signIn, "zoo", "cages", SHOP.replace("carts", "cages").replace("\"list\"", "\"cages\""));

        assertThat(problems(signIn, "/carts", "post"))
                .containsExactlyInAnyOrderElementsOf(Stream.of(ProblemType.values())
                        .filter(type -> !ELSEWHERE.contains(type))
                        .map(ProblemType::token)
                        .flatMap(token ->
                                token.equals("outcome-unknown") ? Stream.of(token, token + "-502") : Stream.of(token))
                        .toList());
        assertThat(problems(signIn, "/cages", "get"))
                .contains("no-instance", "session-ended", "gave-up", "rate-limited")
                .doesNotContain("still-running", "key-reused", "bad-key", "cross-site", "outcome-unknown-502");
        add(union, "shop", "carts", SHOP);
        assertThat(problems(union, "/carts", "get")).contains("unauthorized").doesNotContain("session-ended");
    }

    @Test
    void anExampleIsWhatTheProxyTells() {
        add(union, "shop", "carts", SHOP);

        assertThat(union.document().at("/components/examples/Pullway-no-instance/value"))
                .hasToString("{\"type\":\"urn:pullway:problem:no-instance\","
                        + "\"title\":\"No instance of the service is there\",\"status\":503,"
                        + "\"detail\":\"No instance of the service is there.\","
                        + "\"instance\":\"urn:uuid:0199a5e0-7c1f-7000-8000-000000000001\"}");
        assertThat(names(response("/carts", "get", "401").path("headers"))).contains("WWW-Authenticate");
        assertThat(names(response("/carts", "get", "429").path("headers"))).contains("Retry-After");
        assertThat(names(response("/carts", "get", "404").path("headers"))).doesNotContain("Retry-After");
    }

    @Test
    void whatIsForAdminsAloneSaysSo() {
        ApiUnion signIn = union(true);

        assertThat(signIn.document().at("/paths/~1-~1dead-letters~1{id}/delete/security"))
                .hasToString("[{\"PullwayToken\":[\"admin\"]},{\"PullwaySession\":[]}]");
        assertThat(union.document().at("/paths/~1-~1platform/get/security"))
                .hasToString("[{\"PullwayToken\":[\"admin\"]}]");
        assertThat(problems(union, "/-/platform", "get")).contains("forbidden", "unauthorized");
        assertThat(union.document().at("/paths/~1-~1requests~1{resource}~1{id}/get/security"))
                .hasToString("[{},{\"PullwayToken\":[]}]");
        assertThat(problems(union, "/-/asyncapi", "get")).contains("unauthorized", "rate-limited", "overloaded");
        assertThat(problems(signIn, "/-/sign-out", "post"))
                .contains("cross-site")
                .doesNotContain("unauthorized");
        assertThat(union.document().toString()).doesNotContain("\"x-pullway\"");
    }

    @Test
    void thePlatformIsInItForThoseWhoMayLook() {
        assertThat(new ApiUnion(new PlatformApi.Offer("/api", false, Viewers.NOBODY))
                        .document()
                        .path("paths")
                        .has("/-/platform"))
                .isFalse();
        JsonNode forAll = new ApiUnion(new PlatformApi.Offer("/api", false, Viewers.EVERYBODY))
                .document()
                .at("/paths/~1-~1platform/get");
        assertThat(forAll.has("security")).isFalse();
        assertThat(forAll.path("responses").has("403")).isFalse();
    }

    private JsonNode response(String path, String method, String status) {
        return response(union.document(), path, method, status);
    }

    private static JsonNode response(JsonNode document, String path, String method, String status) {
        JsonNode found =
                document.path("paths").path(path).path(method).path("responses").path(status);
        return found.has("$ref") ? document.at(found.path("$ref").asText().substring(1)) : found;
    }

    /** The names of all problems of the platform that an operation may end with. */
    private static List<String> problems(ApiUnion union, String path, String method) {
        JsonNode document = union.document();
        return names(document.path("paths").path(path).path(method).path("responses")).stream()
                .map(status -> response(document, path, method, status))
                .flatMap(found -> names(found.at("/content/application~1problem+json/examples")).stream())
                .toList();
    }

    private static List<String> names(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey).toList();
    }
}
