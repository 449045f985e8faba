package io.pullway.rating;

import io.pullway.rating.identity.Roles;
import io.pullway.rating.ratings.Ratings;
import io.pullway.rating.services.Services;
import io.pullway.rating.users.Users;
import io.pullway.rating.web.SortKey;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.OpenApiFilter.RunStage;
import java.math.BigDecimal;
import java.util.ArrayList;
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
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Adds to the OpenAPI document, when it is made, what holds for all operations of a kind and would else stand at each of
 * them: conditional requests, the problems that the platform's own classes answer with, and the bodies of patches.
 */
@OpenApiFilter(stages = RunStage.BUILD)
public class DescribedApi implements OASFilter {
    private static final String ENTITY_TAG = "ETag";
    /** {@code *}, or a list in which there may be nothing between two commas (RFC 9110 sections 5.6.1 and 13.1.1). */
    private static final String ENTITY_TAGS =
            "^(\\*|((W/)?\"[!#-~\\u0080-\\u00ff]*\")?" + "([ \\t]*,[ \\t]*((W/)?\"[!#-~\\u0080-\\u00ff]*\")?)*)$";

    private static final String API_KEY = "apiKey";
    private static final String API_KEYS = "/api-keys";

    private static final BigDecimal MOST = BigDecimal.valueOf(200);

    /** The lists, and what they can be sorted by. */
    private static final Map<String, List<? extends SortKey<?>>> SORTED =
            Map.of("/users", Users.ORDERS, "/services", Services.ORDERS, "/ratings", Ratings.ORDERS);

    /** What each may answer, by status. */
    private static final Map<String, String> PROBLEMS = Map.of(
            "400", "The body is no JSON, or a field of the request is not as HTTP has it.",
            "401", "There is no token, or none that holds.",
            "403", "The caller may not do this.",
            "404", "It is not there.",
            "412", "It has another version by now.",
            "415", "The body is of another media type.",
            "422", "The request can be read, and these fields of it are wrong.",
            "500", "It failed. The detail says so where an effect is not known.",
            "503", "The database is not there. Nothing was done: send it again.");

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
        PROBLEMS.forEach((status, what) -> components.addResponse(problem(status), describe(what)));
        List.of("User", "Service", "Rating").forEach(name -> addPatch(components, name));
        api.getPaths().getPathItems().values().forEach(DescribedApi::narrowIds);
        api.getPaths()
                .getPathItems()
                .forEach((path, item) ->
                        item.getOperations().forEach((method, operation) -> complete(path, item, method, operation)));
    }

    private static void complete(String path, PathItem item, HttpMethod method, Operation operation) {
        // What cannot be replaced has no versions.
        boolean versioned = item.getPUT() != null;
        boolean writes = method != HttpMethod.GET && method != HttpMethod.DELETE;
        List<String> problems = new ArrayList<>(List.of("500", "503"));
        if (path.contains("{")) {
            problems.add("404");
        }
        if (versioned) {
            addConditions(method, operation);
            problems.addAll(List.of("400", "412"));
        }
        if (writes) {
            problems.addAll(List.of("400", "415", "422"));
        } else if (SORTED.containsKey(path)) {
            addParts(path, operation);
            problems.add("422");
        }
        if (operation.getSecurity() != null && !operation.getSecurity().isEmpty()) {
            problems.addAll(List.of("401", "403"));
        }
        problems.stream()
                .filter(status -> !isDescribed(operation.getResponses().getAPIResponse(status)))
                .forEach(status -> operation
                        .getResponses()
                        .addAPIResponse(status, OASFactory.createAPIResponse().ref(problem(status))));
        allowApiKey(path, operation);
    }

    /** Quarkus describes 400, 401 and 403 itself, without what they carry. */
    private static boolean isDescribed(APIResponse response) {
        return response != null && (response.getContent() != null || response.getRef() != null);
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

    /** RFC 9110 section 13. */
    private static void addConditions(HttpMethod method, Operation operation) {
        boolean reads = method == HttpMethod.GET;
        operation.addParameter(OASFactory.createParameter()
                .name(reads ? "If-None-Match" : "If-Match")
                .in(In.HEADER)
                .description(
                        reads
                                ? "The version that the client has, as `ETag` told it: 304 if it is this one still."
                                : "The version that the client means to change, as `ETag` told it: else 412.")
                .schema(string().pattern(ENTITY_TAGS).examples(List.of("\"1\""))));
        if (reads) {
            operation
                    .getResponses()
                    .addAPIResponse(
                            "304", withTag(OASFactory.createAPIResponse().description("The client has this version.")));
        }
        APIResponse done = operation.getResponses().getAPIResponse("200");
        if (done != null) {
            withTag(done);
        }
    }

    private static APIResponse withTag(APIResponse response) {
        return response.addHeader(
                ENTITY_TAG,
                OASFactory.createHeader().description("Its version.").schema(string()));
    }

    private static APIResponse describe(String what) {
        return OASFactory.createAPIResponse()
                .description(what)
                .content(OASFactory.createContent()
                        .addMediaType(
                                "application/problem+json",
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref("Problem"))));
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

    private static String problem(String status) {
        return "Problem" + status;
    }
}
