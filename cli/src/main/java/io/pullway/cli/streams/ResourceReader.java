package io.pullway.cli.streams;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads NACK's resources out of YAML, strictly: whatever is not understood is a problem, with file and line. */
final class ResourceReader {
    private static final String API = "jetstream.nats.io/v1beta2";
    private static final Set<String> TOP = Set.of("apiVersion", "kind", "metadata", "spec", "status");
    private static final Pattern NAME = Pattern.compile("[^\\s.*>/\\\\]+");

    private final List<Declared> resources = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    /** Reads one file of any number of documents. Never throws because of what is in it. */
    void read(SourceFile file) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(50);
        int documents = 0;
        try {
            for (Node document : new Yaml(options).composeAll(file.reader())) {
                documents++;
                if (!document.getTag().equals(Tag.NULL)) {
                    read(document, new Place(file.name(), "document " + documents, "", problems));
                }
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            problems.add(new Problem(file.name() + ":" + line, "", "", "is no valid YAML: " + e.getProblem()));
        } catch (YAMLException e) {
            problems.add(new Problem(
                    file.name(),
                    "",
                    "",
                    "is no valid YAML: " + e.getMessage().lines().findFirst().orElse("")));
        }
    }

    /** All that was read, in order. Complete only if there are no {@link #problems}. */
    List<Declared> resources() {
        return resources;
    }

    /** What is wrong with the files, two declarations of the same thing included. */
    List<Problem> problems() {
        List<Problem> all = new ArrayList<>(problems);
        Map<String, Declared> first = new HashMap<>();
        for (Declared resource : resources) {
            Declared earlier = first.putIfAbsent(resource.stream().domain() + " " + resource.label(), resource);
            if (earlier != null) {
                all.add(resource.problem("is declared already at " + earlier.where()));
            }
        }
        return all;
    }

    private void read(Node document, Place unnamed) {
        if (!(document instanceof MappingNode)) {
            unnamed.refuse(document, "is no Kubernetes resource" + Scalars.found(document));
            return;
        }
        String label = text(document, "kind").orElse("");
        Optional<Kind> kind = Kind.named(label);
        if (kind.isEmpty() || !text(document, "apiVersion").orElse("").equals(API)) {
            unnamed.refuse(
                    document,
                    "is %s %s; only Stream and Consumer of %s can be applied"
                            .formatted(
                                    text(document, "apiVersion").orElse("of no apiVersion,"),
                                    label.isEmpty() ? "of no kind" : label,
                                    API));
            return;
        }
        String name = child(document, "metadata")
                .flatMap(metadata -> text(metadata, "name"))
                .orElse("");
        Place place = unnamed.of(name.isEmpty() ? unnamed.resource() : label + " " + name);
        int before = problems.size();
        checkTop(document, name, place);
        Node spec = child(document, "spec").orElse(document);
        Map<String, Object> values = spec == document ? null : kind.get().read(spec, place.field("spec"));
        if (spec == document) {
            place.refuse(document, "has no spec");
        } else if (values != null) {
            checkNames(kind.get(), values, spec, place.field("spec"));
        }
        if (problems.size() == before) {
            resources.add(new Declared(kind.get(), values, place.line(document)));
        }
    }

    private static void checkTop(Node document, String name, Place place) {
        List<String> seen = new ArrayList<>();
        for (NodeTuple tuple : ((MappingNode) document).getValue()) {
            String key = Scalars.key(tuple);
            if (!TOP.contains(key)) {
                place.field(key).refuse(tuple.getKeyNode(), "unknown field");
            } else if (seen.contains(key)) {
                place.field(key).refuse(tuple.getKeyNode(), "stands here twice");
            }
            seen.add(key);
        }
        if (name.isEmpty()) {
            place.field("metadata.name").refuse(document, "is missing");
        }
        child(document, "metadata")
                .ifPresent(metadata -> FieldTable.read(MetadataFields.ALL, metadata, place.field("metadata")));
    }

    private static void checkNames(Kind kind, Map<String, Object> values, Node spec, Place place) {
        List<String> names =
                kind == Kind.STREAM ? List.of(StreamFields.NAME) : List.of(ConsumerFields.STREAM, ConsumerFields.NAME);
        for (String field : names) {
            String name = (String) values.get(field);
            if (name == null) {
                place.field(field).refuse(spec, "is missing");
            } else if (!NAME.matcher(name).matches()) {
                place.field(field).refuse(spec, "\"" + name + "\" must not contain spaces, '.', '*', '>', '/' or '\\'");
            }
        }
    }

    private static Optional<Node> child(Node node, String name) {
        return node instanceof MappingNode map
                ? map.getValue().stream()
                        .filter(tuple -> Scalars.key(tuple).equals(name))
                        .map(NodeTuple::getValueNode)
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<String> text(Node node, String name) {
        return child(node, name)
                .filter(value -> value.getTag().equals(Tag.STR))
                .map(value -> ((ScalarNode) value).getValue());
    }

    /** For a message: what stands wrong, without its repetitions. */
    static String lines(List<Problem> problems) {
        return problems.stream().map(Problem::toString).distinct().collect(Collectors.joining("\n"));
    }
}
