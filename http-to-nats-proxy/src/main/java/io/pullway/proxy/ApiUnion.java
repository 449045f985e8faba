package io.pullway.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pullway.wire.Subjects;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Makes one OpenAPI 3.1 document of several. A service describes only the resources that it serves. Components of one
 * name that differ get the name of their service appended, all but the first. Each operation gets what the platform
 * adds to it, see {@link PlatformApi}. Used by one thread.
 */
final class ApiUnion {
    private static final String COMPONENTS = "components";
    private static final String SECURITY = "security";

    private final boolean signIn;
    private final PlatformApi platform;
    private final ObjectNode document;
    private final ObjectNode paths;
    private final ObjectNode components;
    private final Set<String> operationIds = new HashSet<>();
    private final Set<String> tags = new HashSet<>();

    /** A service and its document, null if that could not be read. */
    record Part(DescribedService service, ObjectNode document) {}

    ApiUnion(PlatformApi.Offer offer) {
        signIn = offer.signIn();
        platform = new PlatformApi(offer);
        document = platform.document();
        paths = (ObjectNode) document.get("paths");
        components = (ObjectNode) document.get(COMPONENTS);
    }

    void add(Part part) {
        if (part.document() == null) {
            document.withArray("x-pullway-not-read").add(part.service().name());
            return;
        }
        ObjectNode own = part.document().deepCopy();
        Map<String, String> renamed = addComponents(own, part.service().name());
        renameRequirements(own.path(SECURITY), renamed);
        own.path("paths").properties().forEach(path -> {
            if (part.service().resources().contains(resource(path.getKey())) && !paths.has(path.getKey())) {
                renameReferences(path.getValue(), renamed);
                paths.set(path.getKey(), path.getValue());
                path.getValue().properties().stream()
                        .filter(member -> PlatformApi.isMethod(member.getKey()))
                        .forEach(member -> addOperation(member.getKey(), (ObjectNode) member.getValue(), own, part));
            }
        });
        addTags(own);
        addEvents(own, part, renamed);
    }

    /** To be called once, after the last part. */
    ObjectNode document() {
        platform.finish();
        return document;
    }

    private void addOperation(String method, ObjectNode operation, ObjectNode own, Part part) {
        if (!operation.has(SECURITY) && own.has(SECURITY)) {
            operation.set(SECURITY, own.get(SECURITY).deepCopy());
        }
        String id = operation.path("operationId").asText(null);
        if (id != null && !operationIds.add(id)) {
            operation.put("operationId", id + "-" + part.service().name());
        }
        if (signIn && takesToken(operation)) {
            operation.withArrayProperty(SECURITY).addObject().putArray(PlatformApi.SESSION_SCHEME);
        }
        platform.addTo(method, operation);
    }

    /** Whether a token alone is enough for the operation: the proxy sends one for the session of a browser. */
    private boolean takesToken(ObjectNode operation) {
        JsonNode schemes = components.path("securitySchemes");
        return operation
                .path(SECURITY)
                .valueStream()
                .filter(requirement -> requirement.size() == 1)
                .flatMap(JsonNode::propertyStream)
                .map(scheme -> schemes.path(scheme.getKey()))
                .anyMatch(scheme -> scheme.path("scheme").asText().equalsIgnoreCase("bearer")
                        || scheme.path("type").asText().equals("openIdConnect"));
    }

    /** @return what references of this document have to say instead */
    private Map<String, String> addComponents(ObjectNode own, String service) {
        JsonNode added = own.path(COMPONENTS);
        Map<String, String> renamed = new HashMap<>();
        // What refers to something that is renamed differs, too.
        for (int before = -1; before < renamed.size(); ) {
            before = renamed.size();
            added.properties()
                    .forEach(section -> section.getValue().properties().forEach(component -> {
                        String pointer = pointer(section.getKey(), component.getKey());
                        if (!renamed.containsKey(pointer) && isAnother(section.getKey(), component, renamed)) {
                            renamed.put(pointer, pointer + "-" + service);
                        }
                    }));
        }
        renameReferences(added, renamed);
        added.properties().forEach(section -> {
            ObjectNode target = components.withObjectProperty(section.getKey());
            section.getValue().properties().forEach(component -> {
                String pointer = pointer(section.getKey(), component.getKey());
                String name = renamed.getOrDefault(pointer, pointer);
                target.set(name.substring(name.lastIndexOf('/') + 1), component.getValue());
            });
        });
        return renamed;
    }

    private boolean isAnother(String section, Map.Entry<String, JsonNode> component, Map<String, String> renamed) {
        JsonNode there = components.path(section).path(component.getKey());
        JsonNode here = component.getValue().deepCopy();
        renameReferences(here, renamed);
        return !there.isMissingNode() && !there.equals(here);
    }

    private void addTags(ObjectNode own) {
        own.path("tags").forEach(tag -> {
            if (tags.add(tag.path("name").asText())) {
                document.withArray("tags").add(tag);
            }
        });
    }

    /** Of the resources that the service serves. */
    private void addEvents(ObjectNode own, Part part, Map<String, String> renamed) {
        own.path(AsyncApi.EVENTS).forEach(event -> {
            if (part.service()
                    .resources()
                    .contains(Subjects.resource(event.path("subject").asText()))) {
                renameReferences(event, renamed);
                document.withArray(AsyncApi.EVENTS).add(event);
            }
        });
    }

    /** In references, mappings of discriminators, and requirements of security. */
    private static void renameReferences(JsonNode node, Map<String, String> renamed) {
        if (renamed.isEmpty()) {
            return;
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> {
                String to = member.getValue().isTextual()
                        ? renamed.get(member.getValue().textValue())
                        : null;
                if (to != null) {
                    member.setValue(JsonNodeFactory.instance.textNode(to));
                }
            });
            renameRequirements(object.path(SECURITY), renamed);
        }
        node.forEach(child -> renameReferences(child, renamed));
    }

    private static void renameRequirements(JsonNode security, Map<String, String> renamed) {
        for (JsonNode requirement : security) {
            for (String name : Set.copyOf(
                    requirement.propertyStream().map(Map.Entry::getKey).toList())) {
                String to = renamed.get(pointer("securitySchemes", name));
                if (to != null && requirement instanceof ObjectNode object) {
                    object.set(to.substring(to.lastIndexOf('/') + 1), object.remove(name));
                }
            }
        }
    }

    private static String pointer(String section, String name) {
        return "#/" + COMPONENTS + "/" + section + "/" + name;
    }

    /** The first segment of a path template. */
    private static String resource(String path) {
        int end = path.indexOf('/', 1);
        return path.substring(1, end < 0 ? path.length() : end);
    }
}
