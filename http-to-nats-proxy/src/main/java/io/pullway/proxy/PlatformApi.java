package io.pullway.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pullway.proxy.signin.BrowserCookies;
import io.pullway.wire.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the platform itself adds to the APIs of services, as OpenAPI 3.1: its own paths, the fields of requests that it
 * acts on, and its own answers, by the stages that a request passes ({@link Stage}). Used by one thread.
 */
final class PlatformApi {
    private static final String TEMPLATE = "/platform-openapi.json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> METHODS =
            Set.of("get", "head", "put", "post", "delete", "options", "patch", "trace");
    /** True in an operation whose answers shall not be kept: it takes neither Idempotency-Key nor respond-async. */
    private static final String NOT_KEPT = "x-pullway-not-kept";

    /** Of operations of the template only: for whom they are, which stages are not theirs as a matter of course, and problems. */
    private static final String ABOUT = "x-pullway";

    private static final String RESPONSES = "responses";
    private static final String SECURITY = "security";

    /** The session of a browser, as requirements of security name it, and its schema. */
    static final String SESSION_SCHEME = "PullwaySession";

    private static final String TOKEN_SCHEME = "PullwayToken";

    private static final Set<String> KEYED = Set.of("post", "patch");
    private static final Set<String> SAFE = Set.of("get", "head", "options", "trace");

    private final Offer offer;
    private final ObjectNode document;
    private final DescribedProblems problems;

    /**
     * On what the platform's part of the document depends.
     *
     * @param apiRoot under which the paths of the document are reached
     * @param signIn whether browsers can sign in: what takes a token takes their sessions, too
     * @param viewers who may look at the platform
     */
    record Offer(String apiRoot, boolean signIn, PlatformView.Viewers viewers) {}

    /** Whose an operation of the platform's own is. */
    private enum Audience {
        EVERYBODY,
        /** Of everybody; what is told depends on who asks. */
        ASKERS,
        ADMINS,
        /** Those of {@link Offer#viewers}. */
        VIEWERS,
        /** That can sign in; nobody looks at a token there. */
        BROWSERS
    }

    PlatformApi(Offer offer) {
        this.offer = offer;
        this.document = template();
        ObjectNode components = document.withObject("/components");
        this.problems = new DescribedProblems(components);
        document.withArray("servers").addObject().put("url", offer.apiRoot());
        if (offer.signIn()) {
            describeSession(components.withObjectProperty("securitySchemes"));
        } else {
            components.withObject("/schemas").remove(SESSION_SCHEME);
        }
        ObjectNode paths = document.withObject("/paths");
        paths.properties()
                .removeIf(path -> path.getValue().valueStream().anyMatch(operation -> !isOffered(audience(operation))));
        paths.forEach(path ->
                path.properties().forEach(member -> complete(member.getKey(), (ObjectNode) member.getValue())));
    }

    /** Whether a member of a path item is an operation. */
    static boolean isMethod(String member) {
        return METHODS.contains(member);
    }

    /** The document, at first without any service. */
    ObjectNode document() {
        return document;
    }

    /** Adds to an operation of a service what the service does not say of it. */
    void addTo(String method, ObjectNode operation) {
        boolean kept = !operation.path(NOT_KEPT).asBoolean();
        boolean keyed = kept && KEYED.contains(method);
        ObjectNode responses = operation.withObjectProperty(RESPONSES);
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
        Set<Stage> stages = admission(method);
        stages.addAll(EnumSet.of(Stage.MESSAGE, Stage.STORING, Stage.WORK));
        if (keyed) {
            stages.add(Stage.KEY);
        }
        if (!SAFE.contains(method)) {
            stages.add(Stage.REPETITION);
        }
        problems.addTo(responses, examples(stages), Map.of());
    }

    /**
     * Adds to every answer the fields that any of them may carry, and leaves out what nothing refers to any more. To be
     * called when the last service has been added.
     */
    void finish() {
        List<String> fields = new ArrayList<>(List.of("ratelimit", "ratelimit-policy"));
        if (offer.signIn()) {
            fields.add("set-cookie");
        }
        Set<String> references = Set.copyOf(document.findValuesAsText("$ref"));
        ObjectNode shared = document.withObject("/components/responses");
        shared.properties().removeIf(response -> !references.contains(DescribedProblems.RESPONSES + response.getKey()));
        List<JsonNode> all = new ArrayList<>();
        shared.forEach(all::add);
        document.path("paths")
                .forEach(path -> path.properties().stream()
                        .filter(member -> isMethod(member.getKey()))
                        .forEach(member -> member.getValue().path(RESPONSES).forEach(all::add)));
        all.stream()
                .filter(response -> !response.has("$ref"))
                .forEach(response -> fields.forEach(field -> problems.addField((ObjectNode) response, field)));
    }

    /** What is looked at before it matters what the request is for. */
    private Set<Stage> admission(String method) {
        Set<Stage> stages = EnumSet.of(Stage.ARRIVAL, Stage.RECEPTION);
        if (offer.signIn()) {
            stages.add(Stage.SESSION);
            if (!SAFE.contains(method)) {
                stages.add(Stage.ORIGIN);
            }
        }
        return stages;
    }

    private static List<Outcome.Failed> examples(Set<Stage> stages) {
        return stages.stream().flatMap(stage -> stage.problems().stream()).toList();
    }

    private boolean isOffered(Audience audience) {
        return switch (audience) {
            case BROWSERS -> offer.signIn();
            case VIEWERS -> offer.viewers() != PlatformView.Viewers.NOBODY;
            case EVERYBODY, ASKERS, ADMINS -> true;
        };
    }

    private static Audience audience(JsonNode operation) {
        return Audience.valueOf(operation.path(ABOUT).path("for").asText());
    }

    /** Makes an operation of the template what it is in the document. */
    private void complete(String method, ObjectNode operation) {
        Audience audience = audience(operation);
        JsonNode about = operation.remove(ABOUT);
        operation.putArray("tags").add("platform");
        boolean admins = audience == Audience.ADMINS
                || audience == Audience.VIEWERS && offer.viewers() == PlatformView.Viewers.ADMIN;
        if (admins || audience == Audience.ASKERS) {
            secure(operation.putArray(SECURITY), admins);
        }
        Set<Stage> stages = admission(method);
        if (audience == Audience.BROWSERS) {
            stages.removeAll(EnumSet.of(Stage.RECEPTION, Stage.SESSION));
        }
        if (admins) {
            stages.add(Stage.ADMINS);
        }
        about.path("stages").forEach(stage -> stages.add(Stage.valueOf(stage.asText())));
        List<Outcome.Failed> all = new ArrayList<>(examples(stages));
        Map<ProblemType, String> words = new EnumMap<>(ProblemType.class);
        about.path("problems").properties().forEach(problem -> {
            ProblemType type = ProblemType.valueOf(problem.getKey());
            all.add(Stage.example(type));
            words.put(type, problem.getValue().asText());
        });
        ObjectNode responses = operation.withObjectProperty(RESPONSES);
        responses.forEach(response -> {
            if (!response.has("$ref")) {
                problems.addField((ObjectNode) response, "cache-control");
            }
        });
        problems.addTo(responses, all, words);
    }

    private void secure(ArrayNode security, boolean admins) {
        if (!admins) {
            // Nobody has to say who asks.
            security.addObject();
        }
        ArrayNode groups = security.addObject().putArray(TOKEN_SCHEME);
        if (admins) {
            groups.add(AdminDoor.GROUP);
        }
        if (offer.signIn()) {
            security.addObject().putArray(SESSION_SCHEME);
        }
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

    private static ObjectNode template() {
        try (InputStream template = PlatformApi.class.getResourceAsStream(TEMPLATE)) {
            return (ObjectNode) JSON.readTree(template);
        } catch (IOException e) {
            throw new IllegalStateException("The proxy's own " + TEMPLATE + " cannot be read", e);
        }
    }
}
