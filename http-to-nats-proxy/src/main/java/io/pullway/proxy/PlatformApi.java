package io.pullway.proxy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pullway.proxy.signin.BrowserCookies;
import io.pullway.wire.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the platform itself adds to the APIs of services, as OpenAPI 3.1: its own paths, the fields of requests that it
 * acts on, and its own answers, which are those of {@link ProblemType}. Used by one thread.
 */
final class PlatformApi {
    private static final String TEMPLATE = "/platform-openapi.json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> METHODS =
            Set.of("get", "head", "put", "post", "delete", "options", "patch", "trace");
    /** True in an operation whose answers shall not be kept: it takes neither Idempotency-Key nor respond-async. */
    private static final String NOT_KEPT = "x-pullway-not-kept";

    private static final String SECURITY_SCHEMES = "securitySchemes";

    /** The session of a browser, as requirements of security name it, and its schema. */
    static final String SESSION_SCHEME = "PullwaySession";

    /** The paths that are there only where browsers can sign in. */
    private static final List<String> OF_SIGN_IN = List.of("/-/session", "/-/sign-out");

    private static final Set<String> KEYED = Set.of("post", "patch");

    /** Answers to requests that no operation describes, or that the platform's own paths describe. */
    private static final Set<ProblemType> ELSEWHERE = EnumSet.of(
            ProblemType.NO_SUCH_REQUEST,
            ProblemType.SIGN_IN_FAILED,
            ProblemType.FORBIDDEN,
            ProblemType.NOT_REDRIVABLE,
            ProblemType.METHOD_NOT_ALLOWED,
            ProblemType.METHOD_NOT_IMPLEMENTED);

    private static final Set<String> SAFE = Set.of("get", "head", "options", "trace");
    private static final Set<ProblemType> OF_UNSAFE = EnumSet.of(ProblemType.CROSS_SITE);

    private static final Set<ProblemType> OF_KEYS = EnumSet.of(ProblemType.STILL_RUNNING, ProblemType.KEY_REUSED);

    /** What an answer of this status tells beside its body. */
    private static final Map<Integer, List<String>> FIELDS = Map.of(
            401, List.of("WWW-Authenticate"),
            409, List.of("Retry-After"),
            429, List.of("Retry-After", "RateLimit", "RateLimit-Policy"),
            503, List.of("Retry-After"));

    private static final Map<Integer, List<ProblemType>> BY_STATUS = Arrays.stream(ProblemType.values())
            .filter(type -> !ELSEWHERE.contains(type))
            .collect(Collectors.groupingBy(ProblemType::status, TreeMap::new, Collectors.toList()));

    /** Whether a member of a path item is an operation. */
    static boolean isMethod(String member) {
        return METHODS.contains(member);
    }

    /**
     * The document without any service.
     *
     * @param signIn whether browsers can sign in
     */
    ObjectNode document(String apiRoot, boolean signIn) {
        try (InputStream template = PlatformApi.class.getResourceAsStream(TEMPLATE)) {
            ObjectNode document = (ObjectNode) JSON.readTree(template);
            document.withArray("servers").addObject().put("url", apiRoot);
            ObjectNode responses = document.withObject("/components").withObjectProperty("responses");
            BY_STATUS.forEach((status, types) -> describe(responses.putObject(name(status)), types));
            if (signIn) {
                describeSession(document.withObject("/components").withObjectProperty(SECURITY_SCHEMES));
            } else {
                document.withObject("/paths").remove(OF_SIGN_IN);
                document.withObject("/components/schemas").remove(SESSION_SCHEME);
            }
            return document;
        } catch (IOException e) {
            throw new IllegalStateException("The proxy's own " + TEMPLATE + " cannot be read", e);
        }
    }

    /** Adds to an operation what it does not say itself. */
    void addTo(String method, ObjectNode operation) {
        boolean kept = !operation.path(NOT_KEPT).asBoolean();
        boolean keyed = kept && KEYED.contains(method);
        ObjectNode responses = operation.withObjectProperty("responses");
        // Where an annotation of the method says it, it is said of its responses, too; generators take it for one.
        responses.remove(NOT_KEPT);
        if (kept) {
            ArrayNode parameters = operation.withArrayProperty("parameters");
            parameters.addObject().put("$ref", "#/components/parameters/PullwayPrefer");
            if (keyed) {
                parameters.addObject().put("$ref", "#/components/parameters/PullwayIdempotencyKey");
            }
            if (!responses.has("202")) {
                responses.putObject("202").put("$ref", "#/components/responses/PullwayAccepted");
            }
        }
        BY_STATUS.forEach((status, types) -> {
            boolean applies =
                    (keyed || !OF_KEYS.containsAll(types)) && !(SAFE.contains(method) && OF_UNSAFE.containsAll(types));
            if (applies && !responses.has(status.toString())) {
                responses.putObject(status.toString()).put("$ref", "#/components/responses/" + name(status));
            }
        });
    }

    private static void describeSession(ObjectNode schemes) {
        schemes.putObject(SESSION_SCHEME)
                .put("type", "apiKey")
                .put("in", "cookie")
                .put("name", BrowserCookies.SESSION)
                .put(
                        "description",
                        "Of a browser that has signed in: the proxy makes a token of it. With it, unsafe methods need an"
                                + " Origin or Sec-Fetch-Site of the same origin.");
    }

    private static void describe(ObjectNode response, List<ProblemType> types) {
        response.put(
                "description",
                types.stream()
                        .map(type -> "`%s`: %s".formatted(type.token(), type.title()))
                        .collect(Collectors.joining("; ", "By the platform: ", ".")));
        for (String field : FIELDS.getOrDefault(types.getFirst().status(), List.of())) {
            response.withObjectProperty("headers")
                    .withObjectProperty(field)
                    .withObjectProperty("schema")
                    .put("type", "string");
        }
        response.withObject("/content/application~1problem+json/schema")
                .put("$ref", "#/components/schemas/PullwayProblem");
    }

    private static String name(int status) {
        return "Pullway" + status;
    }
}
