package io.pullway.rating.events;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.OpenApiFilter.RunStage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/**
 * Says in the OpenAPI document which events there are, as {@code x-pullway-events}; proxies make the AsyncAPI document of it.
 * V6__events.sql writes them; a test compares.
 */
@OpenApiFilter(stages = RunStage.BUILD)
public class DescribedEvents implements OASFilter {
    static final String EXTENSION = "x-pullway-events";

    /** Singular and plural of what happens something to, and the id that orders it. */
    private record Thing(String singular, String plural, String key) {
        String schema() {
            return Character.toUpperCase(singular.charAt(0)) + singular.substring(1) + "Event";
        }
    }

    private static final List<Thing> THINGS = List.of(
            new Thing("rating", "ratings", "serviceId"),
            new Thing("service", "services", "id"),
            new Thing("user", "users", "id"));

    private static final List<String> WHATS = List.of("created", "changed", "withdrawn");

    @Override
    public void filterOpenAPI(OpenAPI api) {
        api.getComponents()
                .addSchema(
                        "RatingEvent",
                        data("id", "userId", "serviceId", "version")
                                .addProperty("score", score())
                                .addRequired("score")
                                .addProperty("previousScore", score().description("Of `changed` only.")))
                .addSchema(
                        "ServiceEvent",
                        data("id", "version")
                                .addProperty("name", OASFactory.createSchema().addType(SchemaType.STRING))
                                .addRequired("name"))
                .addSchema("UserEvent", data("id", "version"));
        List<Object> events = new ArrayList<>();
        for (Thing thing : THINGS) {
            for (String what : WHATS) {
                events.add(Map.of(
                        "type", "io.pullway." + thing.singular() + "." + what,
                        "subject", "event." + thing.plural() + ".{" + thing.key() + "}." + what,
                        "summary", "A " + thing.singular() + " was " + what + ".",
                        "data", Map.of("$ref", "#/components/schemas/" + thing.schema())));
            }
        }
        api.addExtension(EXTENSION, events);
    }

    /** With these numbers, each of them always there. */
    private static Schema data(String... numbers) {
        Schema schema = OASFactory.createSchema().addType(SchemaType.OBJECT);
        for (String number : numbers) {
            schema.addProperty(number, OASFactory.createSchema().addType(SchemaType.INTEGER))
                    .addRequired(number);
        }
        return schema;
    }

    private static Schema score() {
        return OASFactory.createSchema()
                .addType(SchemaType.INTEGER)
                .minimum(BigDecimal.ONE)
                .maximum(BigDecimal.valueOf(5));
    }
}
