package io.pullway.rating;

import io.pullway.rating.identity.Roles;
import io.pullway.rating.ratings.Ratings;
import io.pullway.rating.services.Services;
import io.pullway.rating.users.Users;
import io.pullway.rating.web.SortKey;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.OpenApiFilter.RunStage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Adds to the OpenAPI document, when it is made, what holds for all operations of a kind and would else stand at each of
 * them: ids, the parts of lists, API keys and the bodies of patches; conditional requests ({@link DescribedVersions}), problems
 * ({@link ProblemResponses}), bodies of many lines ({@link DescribedLines}) and examples ({@link DescribedRecords}).
 */
@OpenApiFilter(stages = RunStage.BUILD)
public class DescribedApi implements OASFilter {
    private static final String API_KEY = "apiKey";
    private static final String API_KEYS = "/api-keys";

    private static final BigDecimal MOST = BigDecimal.valueOf(200);

    /** The lists, and what they can be sorted by. */
    private static final Map<String, List<? extends SortKey<?>>> SORTED =
            Map.of("/users", Users.ORDERS, "/services", Services.ORDERS, "/ratings", Ratings.ORDERS);

    @Override
    public void filterOpenAPI(OpenAPI api) {
        Components components = api.getComponents();
        components.addSecurityScheme(
                API_KEY,
                OASFactory.createSecurityScheme()
                        .type(SecurityScheme.Type.APIKEY)
                        .in(SecurityScheme.In.HEADER)
                        .name("X-API-Key")
                        .description("Of a machine that acts for a user."));
        ProblemResponses.addTo(components);
        DescribedRecords.describe(components);
        DescribedVersions.VERSIONED.forEach(name -> addPatch(components, name));
        api.getPaths().getPathItems().values().forEach(DescribedApi::narrowIds);
        api.getPaths()
                .getPathItems()
                .forEach((path, item) ->
                        item.getOperations().forEach((method, operation) -> complete(path, item, method, operation)));
    }

    private static void complete(String path, PathItem item, HttpMethod method, Operation operation) {
        boolean takesLines = DescribedLines.describe(operation);
        Stream.Builder<Integer> problems = Stream.builder();
        problems.add(400).add(406).add(500).add(503);
        if (path.contains("{")) {
            problems.add(404);
        }
        if (DescribedVersions.describe(item, method, operation)) {
            problems.add(412);
        }
        if (operation.getRequestBody() != null) {
            problems.add(415);
            if (!takesLines) {
                problems.add(422);
            }
        }
        if (method == HttpMethod.GET && SORTED.containsKey(path)) {
            addParts(path, operation);
            problems.add(422);
        }
        if (operation.getSecurity() != null && !operation.getSecurity().isEmpty()) {
            problems.add(401).add(403);
        }
        ProblemResponses.addTo(operation, problems.build());
        allowApiKey(path, operation);
    }

    /** A key does what its owner may, but for making keys. */
    private static void allowApiKey(String path, Operation operation) {
        boolean forUsers = operation.getSecurity() != null
                && operation.getSecurity().stream()
                        .anyMatch(requirement -> requirement.getSchemes().values().stream()
                                .anyMatch(roles -> roles.contains(Roles.USER)));
        if (forUsers && !path.contains(API_KEYS)) {
            operation.addSecurityRequirement(
                    OASFactory.createSecurityRequirement().addScheme(API_KEY));
        }
    }

    /** Ids begin with 1: others are not found. */
    private static void narrowIds(PathItem item) {
        Stream.concat(
                        Stream.ofNullable(item.getParameters()),
                        item.getOperations().values().stream()
                                .map(Operation::getParameters)
                                .filter(Objects::nonNull))
                .flatMap(List::stream)
                .filter(parameter -> parameter.getIn() == In.PATH)
                .forEach(parameter -> parameter.getSchema().minimum(BigDecimal.ONE));
    }

    private static void addParts(String path, Operation operation) {
        List<Object> orders = SORTED.get(path).stream()
                .map(SortKey::name)
                .flatMap(name -> Stream.<Object>of(name, "-" + name))
                .toList();
        operation
                .addParameter(query(
                        "sort", "In this order; after a minus sign the other way round.", string().enumeration(orders)))
                .addParameter(query(
                        "limit",
                        "The most entries that a part may have; without, 50.",
                        OASFactory.createSchema()
                                .addType(SchemaType.INTEGER)
                                .minimum(BigDecimal.ONE)
                                .maximum(MOST)))
                .addParameter(query(
                        "cursor",
                        "Where the part begins: from a link of the part before.",
                        string().pattern("^[A-Za-z0-9_-]+$")));
        operation
                .getResponses()
                .getAPIResponse("200")
                .addHeader(
                        "Link",
                        OASFactory.createHeader()
                                .description("The `first`, `prev` and `next` part (RFC 8288).")
                                .schema(string()));
    }

    private static Parameter query(String name, String description, Schema schema) {
        return OASFactory.createParameter()
                .name(name)
                .in(In.QUERY)
                .description(description)
                .schema(schema);
    }

    /** The fields that a client may send, none of them required; those that may be absent can be taken away by null. */
    private static void addPatch(Components components, String name) {
        Schema whole = components.getSchemas().get("New" + name);
        List<String> required = whole.getRequired() == null ? List.of() : whole.getRequired();
        Schema patch = OASFactory.createSchema()
                .addType(SchemaType.OBJECT)
                .description("A JSON Merge Patch (RFC 7396).")
                .additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(false));
        whole.getProperties()
                .forEach((field, schema) ->
                        patch.addProperty(field, required.contains(field) ? schema : orNull(schema)));
        components.addSchema(name + "Patch", patch);
    }

    private static Schema orNull(Schema schema) {
        return OASFactory.createSchema()
                .anyOf(List.of(schema, OASFactory.createSchema().addType(SchemaType.NULL)));
    }

    private static Schema string() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }
}
