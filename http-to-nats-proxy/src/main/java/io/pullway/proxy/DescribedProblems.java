package io.pullway.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pullway.wire.Body;
import io.pullway.wire.ProblemType;
import io.pullway.wire.RequestId;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The platform's own answers in an OpenAPI document: their types by name, with an example of each and the fields that they
 * carry, made by what makes the answers themselves ({@link ProblemDocument}). Where a service has an answer with the same
 * status, the two become one. What several operations share is a component. Used by one thread.
 */
final class DescribedProblems {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PREFIX = "Pullway-";
    private static final String REFERENCE = "$ref";
    static final String RESPONSES = "#/components/responses/";
    private static final String SCHEMA = "schema";
    private static final String PROBLEM_JSON = "application/problem+json";

    /** Of the request in all examples. */
    private static final RequestId SOME_REQUEST = RequestId.parse("0199a5e0-7c1f-7000-8000-000000000001");

    private final ObjectNode components;

    /** @param components of the document, changed in place */
    DescribedProblems(ObjectNode components) {
        this.components = components;
    }

    /**
     * Adds problems to the responses of an operation.
     *
     * @param words what is said of a type there in the place of its title
     */
    void addTo(ObjectNode responses, List<Outcome.Failed> problems, Map<ProblemType, String> words) {
        byStatus(problems).forEach((status, some) -> {
            boolean common = some.stream().noneMatch(problem -> words.containsKey(problem.type()));
            ObjectNode own = (ObjectNode) responses.get(status.toString());
            if (own == null && common) {
                responses.putObject(status.toString()).put(REFERENCE, RESPONSES + component(some));
            } else if (own == null) {
                describe(responses.putObject(status.toString()), some, words);
            } else if (own.has(REFERENCE)) {
                own.put(REFERENCE, both(own.get(REFERENCE).asText(), component(some)));
            } else {
                merge(own, describe(JSON.createObjectNode(), some, words));
            }
        });
    }

    /** Adds a field, which is described once for all answers, unless the response has its own words for it. */
    void addField(ObjectNode response, String field) {
        ObjectNode fields = response.withObjectProperty("headers");
        names(components.path("headers")).stream()
                .filter(name -> name.equalsIgnoreCase(PREFIX + field))
                .filter(name -> names(fields).stream().noneMatch(field::equalsIgnoreCase))
                .forEach(name -> fields.putObject(name.substring(PREFIX.length()))
                        .put(REFERENCE, "#/components/headers/" + name));
    }

    private static Map<Integer, List<Outcome.Failed>> byStatus(List<Outcome.Failed> problems) {
        return problems.stream()
                .distinct()
                .sorted(Comparator.comparing(Outcome.Failed::type))
                .collect(Collectors.groupingBy(Outcome.Failed::status, TreeMap::new, Collectors.toList()));
    }

    /** The name of the response with these problems, all of one status. */
    private String component(List<Outcome.Failed> problems) {
        String name = PREFIX + problems.stream().map(DescribedProblems::key).collect(Collectors.joining("-or-"));
        ObjectNode responses = components.withObjectProperty("responses");
        if (!responses.has(name)) {
            describe(responses.putObject(name), problems, Map.of());
        }
        return name;
    }

    /** What refers to a response of a service and to one of the platform. */
    private String both(String reference, String platform) {
        ObjectNode responses = components.withObjectProperty("responses");
        String service = reference.startsWith(RESPONSES) ? reference.substring(RESPONSES.length()) : "";
        String name = service + "-or-" + platform;
        if (!responses.has(name)) {
            if (!(responses.get(service) instanceof ObjectNode own) || own.has(REFERENCE)) {
                throw new IllegalArgumentException("no response is where " + reference + " points");
            }
            responses.set(name, merge(own.deepCopy(), responses.withObjectProperty(platform)));
        }
        return RESPONSES + name;
    }

    private static ObjectNode merge(ObjectNode own, ObjectNode platform) {
        String described = own.path("description").asText();
        own.put("description", (described + " " + platform.path("description").asText()).strip());
        ObjectNode fields = own.withObjectProperty("headers");
        platform.path("headers").properties().stream()
                .filter(field -> names(fields).stream().noneMatch(field.getKey()::equalsIgnoreCase))
                .toList()
                .forEach(field -> fields.set(field.getKey(), field.getValue()));
        ObjectNode content = own.withObjectProperty("content");
        ObjectNode problem = (ObjectNode) platform.path("content").path(PROBLEM_JSON);
        if (content.get(PROBLEM_JSON) instanceof ObjectNode there) {
            if (there.get(SCHEMA) instanceof JsonNode schema) {
                there.putObject(SCHEMA).putArray("anyOf").add(schema).add(problem.path(SCHEMA));
            }
            ObjectNode examples = there.withObjectProperty("examples");
            problem.path("examples").properties().forEach(example -> {
                // The service may have an example of this name.
                String name = examples.has(example.getKey()) ? PREFIX + example.getKey() : example.getKey();
                examples.set(name, example.getValue());
            });
        } else {
            content.set(PROBLEM_JSON, problem.deepCopy());
        }
        return own;
    }

    private ObjectNode describe(ObjectNode response, List<Outcome.Failed> problems, Map<ProblemType, String> words) {
        response.put(
                "description",
                problems.stream()
                        .map(problem -> "`%s`: %s"
                                .formatted(
                                        problem.type().token(),
                                        words.getOrDefault(
                                                problem.type(), problem.type().title())))
                        .collect(Collectors.joining("; ", "By the platform: ", ".")));
        ObjectNode content = response.withObjectProperty("content").withObjectProperty(PROBLEM_JSON);
        content.withObjectProperty(SCHEMA).put(REFERENCE, "#/components/schemas/PullwayProblem");
        for (Outcome.Failed problem : problems) {
            ProblemDocument.fields(problem).forEach((name, value) -> addField(response, name));
            content.withObjectProperty("examples")
                    .withObjectProperty(key(problem))
                    .put(REFERENCE, "#/components/examples/" + example(problem));
        }
        return response;
    }

    private String example(Outcome.Failed problem) {
        String name = PREFIX + key(problem);
        ObjectNode examples = components.withObjectProperty("examples");
        if (!examples.has(name)) {
            examples.putObject(name)
                    .put("summary", problem.type().title())
                    .set("value", tree(ProblemDocument.body(SOME_REQUEST, problem)));
        }
        return name;
    }

    /** The type, with its status where that is not its own. */
    private static String key(Outcome.Failed problem) {
        String token = problem.type().token();
        return problem.status() == problem.type().status() ? token : token + "-" + problem.status();
    }

    private static JsonNode tree(Body body) {
        try {
            return JSON.readTree(body.array(), body.offset(), body.length());
        } catch (IOException e) {
            throw new IllegalStateException("A problem document of our own is no JSON", e);
        }
    }

    private static List<String> names(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey).toList();
    }
}
