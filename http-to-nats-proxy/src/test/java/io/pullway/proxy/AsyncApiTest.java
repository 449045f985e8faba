package io.pullway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What goes through NATS, made of what services say. */
class AsyncApiTest {
    private static final String SHOP = """
            {"paths": {"/carts/{cart}/odd.name": {"put": {"operationId": "fill", "summary": "Fill it", "responses": {}}}},
             "x-pullway-events": [
               {"type": "shop.cart.filled", "subject": "event.carts.{cart}.filled", "summary": "It was filled.",
                "data": {"$ref": "#/components/schemas/Filled"}},
               {"type": "shop.stolen", "subject": "event.stolen.{id}.created", "data": {}}],
             "components": {"schemas": {
               "Filled": {"type": "object", "properties": {"with": {"$ref": "#/components/schemas/Thing"}}},
               "Thing": {"type": "string"}, "Unused": {"type": "null"}}}}""";

    @Test
    void anOperationHasItsSubject() {
        JsonNode document = document();

        JsonNode channel = document.at("/channels/fill");
        assertThat(channel.get("address").asText()).isEqualTo("{kind}.carts.put.{cart}.odd%2Ename");
        assertThat(channel.get("parameters").has("cart")).isTrue();
        assertThat(document.at("/components/parameters/kind/enum")).hasSize(3);
        assertThat(document.at("/operations/fill/action").asText()).isEqualTo("receive");
        assertThat(document.at("/operations/fill/reply/channel/$ref").asText()).isEqualTo("#/channels/reply");
    }

    @Test
    void whatThePlatformAnswersItselfHasNone() {
        assertThat(document().at("/channels/readApi").isMissingNode()).isTrue();
    }

    @Test
    void anEventHasItsSubjectAndItsData() {
        JsonNode document = document();

        assertThat(document.at("/channels/shop.cart.filled/address").asText()).isEqualTo("event.carts.{cart}.filled");
        assertThat(document.at("/operations/shop.cart.filled/action").asText()).isEqualTo("send");
        assertThat(document.at("/components/messages/shop.cart.filled/payload/allOf/1/properties/data/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/Filled");
        assertThat(document.at("/components/schemas").has("Thing")).isTrue();
        assertThat(document.at("/components/schemas").has("Unused")).isFalse();
    }

    @Test
    void aServiceTellsOnlyOfWhatItServes() {
        assertThat(document().at("/channels/shop.stolen").isMissingNode()).isTrue();
    }

    private static JsonNode document() {
        try {
            ApiUnion union = new ApiUnion(new PlatformApi.Offer("/api", false, PlatformView.Viewers.ADMIN));
            DescribedService shop = new DescribedService("shop", new TreeSet<>(), new TreeSet<>());
            shop.add("carts", "1");
            union.add(new ApiUnion.Part(shop, (ObjectNode) new ObjectMapper().readTree(SHOP)));
            return AsyncApi.of(union.document());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
