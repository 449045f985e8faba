package io.pullway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pullway.proxy.PlatformView.Viewers;
import org.junit.jupiter.api.Test;

/** Documents of several services, made one. */
class ApiUnionTest {
    static final String SHOP = """
            {"paths": {"/carts": {"get": {"operationId": "list", "responses": {
                 "200": {"$ref": "#/components/responses/Many"}}}}},
             "security": [{"token": []}],
             "tags": [{"name": "carts"}],
             "components": {
                 "schemas": {"Entry": {"type": "string"}, "Same": {"type": "null"}},
                 "responses": {"Many": {"description": "", "content": {"application/json": {
                     "schema": {"$ref": "#/components/schemas/Entry"}}}}},
                 "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}}}""";

    private final ApiUnion union = union(false);

    @Test
    void aServiceDescribesOnlyWhatItServes() {
        add("shop", "carts", SHOP);
        add("thief", "stolen", SHOP);

        assertThat(union.document().path("paths").has("/carts")).isTrue();
        add("late", "carts", SHOP.replace("\"list\"", "\"other\""));
        assertThat(union.document().at("/paths/~1carts/get/operationId").asText())
                .isEqualTo("list");
    }

    @Test
    void componentsOfOneNameThatDifferAreToldApart() {
        add("shop", "carts", SHOP);
        add("zoo", "cages", SHOP.replace("carts", "cages").replace("\"string\"", "\"integer\""));

        JsonNode document = union.document();
        assertThat(document.at("/components/schemas/Entry/type").asText()).isEqualTo("string");
        assertThat(document.at("/components/schemas/Entry-zoo/type").asText()).isEqualTo("integer");
        assertThat(document.path("components").path("schemas").has("Same-zoo")).isFalse();
        // Its response is the same text, and means another schema.
        assertThat(schemaOf("/paths/~1cages/get/responses/200")).isEqualTo("integer");
        assertThat(schemaOf("/paths/~1carts/get/responses/200")).isEqualTo("string");
    }

    @Test
    void securityOfADocumentIsThatOfItsOperationsAlone() {
        add("shop", "carts", SHOP);
        add(
                "zoo",
                "cages",
                SHOP.replace("carts", "cages")
                        .replace("\"bearer\"", "\"basic\"")
                        .replace("\"list\"", "\"cages\""));

        assertThat(union.document().at("/paths/~1carts/get/security/0").has("token"))
                .isTrue();
        assertThat(union.document().at("/paths/~1cages/get/security/0").has("token-zoo"))
                .isTrue();
        assertThat(union.document().has("security")).isFalse();
    }

    @Test
    void operationsKeepIdsOfTheirOwn() {
        add("shop", "carts", SHOP);
        add("zoo", "cages", SHOP.replace("carts", "cages"));

        assertThat(union.document().at("/paths/~1cages/get/operationId").asText())
                .isEqualTo("list-zoo");
    }

    @Test
    void whatIsNotKeptTakesNoKey() {
        String posts = SHOP.replace("\"get\"", "\"post\"");
        add("shop", "carts", posts);
        add(
                "zoo",
                "cages",
                posts.replace("carts", "cages")
                        .replace("\"operationId\"", "\"x-pullway-not-kept\": true, \"operationId\""));

        assertThat(union.document().at("/paths/~1carts/post/parameters").toString())
                .contains("IdempotencyKey", "Prefer");
        assertThat(union.document().at("/paths/~1cages/post").toString())
                .doesNotContain("IdempotencyKey", "Prefer", "Accepted");
    }

    @Test
    void aMarkOfNotKeepingIsNoResponse() {
        add("shop", "carts", SHOP.replace("\"200\"", "\"x-pullway-not-kept\": true, \"200\""));

        assertThat(union.document().at("/paths/~1carts/get/responses").has("x-pullway-not-kept"))
                .isFalse();
    }

    @Test
    void whereBrowsersSignInTheirSessionsAreAsGoodAsTokens() {
        ApiUnion signIn = union(true);
        add(signIn, "shop", "carts", SHOP);
        add(
                signIn,
                "zoo",
                "cages",
                SHOP.replace("carts", "cages")
                        .replace("\"bearer\"", "\"basic\"")
                        .replace("\"list\"", "\"cages\""));
        add("shop", "carts", SHOP);

        assertThat(signIn.document()
                        .at("/components/securitySchemes/PullwaySession/name")
                        .asText())
                .isEqualTo("__Host-pullway-session");
        assertThat(signIn.document().at("/paths/~1carts/get/security"))
                .hasToString("[{\"token\":[]},{\"PullwaySession\":[]}]");
        assertThat(signIn.document().at("/paths/~1cages/get/security")).hasToString("[{\"token-zoo\":[]}]");
        assertThat(signIn.document().path("paths").has("/-/session")).isTrue();
        assertThat(union.document().toString())
                .doesNotContain("__Host-", "/-/session", "/-/sign-out", "PullwaySession");
    }

    @Test
    void whatCouldNotBeReadIsNamed() {
        union.add(new ApiUnion.Part(service("shop", "carts"), null));

        assertThat(union.document().path("x-pullway-not-read"))
                .extracting(JsonNode::asText)
                .containsExactly("shop");
    }

    static ApiUnion union(boolean signIn) {
        return new ApiUnion(new PlatformApi.Offer("/api", signIn, Viewers.ADMIN));
    }

    private String schemaOf(String response) {
        JsonNode document = union.document();
        JsonNode found = document.at(response);
        while (found.has("$ref")) {
            found = document.at(found.path("$ref").asText().substring(1));
        }
        JsonNode schema = found.at("/content/application~1json/schema");
        return document.at(schema.path("$ref").asText().substring(1))
                .path("type")
                .asText();
    }

    private void add(String name, String resource, String document) {
        add(union, name, resource, document);
    }

    static void add(ApiUnion union, String name, String resource, String document) {
        try {
            union.add(new ApiUnion.Part(service(name, resource), (ObjectNode) new ObjectMapper().readTree(document)));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static DescribedService service(String name, String resource) {
        DescribedService service = new DescribedService(name);
        service.add(resource, "1");
        return service;
    }
}
