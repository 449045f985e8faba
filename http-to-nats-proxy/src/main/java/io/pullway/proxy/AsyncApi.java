package io.pullway.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pullway.wire.RequestKind;
import io.pullway.wire.RequestSubject;
import io.pullway.wire.Subjects;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What goes through NATS, as AsyncAPI 3.0, made of an OpenAPI document: a request subject for each operation, and the
 * events that the services name in {@code x-pullway-events}. Used by one thread.
 */
final class AsyncApi {
    /** Where services name their events in their OpenAPI documents. */
    static final String EVENTS = "x-pullway-events";

    private static final String TEMPLATE = "/platform-asyncapi.json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PARAMETER = Pattern.compile("\\{([^{}]+)}");
    private static final Pattern SCHEMA = Pattern.compile("#/components/schemas/(.+)");

    private final JsonNode openApi;
    private final ObjectNode document;
    private final ObjectNode channels;
    private final ObjectNode operations;
    private final ObjectNode messages;
    private final ObjectNode schemas;

    private AsyncApi(JsonNode openApi) {
        this.openApi = openApi;
        try (InputStream template = AsyncApi.class.getResourceAsStream(TEMPLATE)) {
            document = (ObjectNode) JSON.readTree(template);
        } catch (IOException e) {
            throw new IllegalStateException("The proxy's own " + TEMPLATE + " cannot be read", e);
        }
        channels = (ObjectNode) document.get("channels");
        operations = (ObjectNode) document.get("operations");
        messages = (ObjectNode) document.path("components").get("messages");
        schemas = (ObjectNode) document.path("components").get("schemas");
    }

    static ObjectNode of(JsonNode openApi) {
        AsyncApi api = new AsyncApi(openApi);
        openApi.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(member -> PlatformApi.isMethod(member.getKey()))
                        .forEach(member -> api.addRequest(path.getKey(), member.getKey(), member.getValue())));
        openApi.path(EVENTS).forEach(api::addEvent);
        return api.document;
    }

    private void addRequest(String path, String method, JsonNode operation) {
        String address = address(path, method);
        if (address == null) {
            return;
        }
        String id = operation.path("operationId").asText(method + path);
        ObjectNode channel = channel(id, address);
        channel.withObjectProperty("parameters").withObjectProperty("kind").put("$ref", "#/components/parameters/kind");
        channel.withObjectProperty("messages")
                .withObjectProperty("request")
                .put("$ref", "#/components/messages/request");
        ObjectNode receive = operations.withObjectProperty(id).put("action", "receive");
        receive.withObjectProperty("channel").put("$ref", reference(id));
        if (operation.hasNonNull("summary")) {
            receive.put("summary", operation.get("summary").asText());
        }
        receive.withObjectProperty("reply").withObjectProperty("channel").put("$ref", "#/channels/reply");
    }

    /** The subject of the requests of an operation; null where they do not go through NATS. */
    private static String address(String path, String method) {
        StringBuilder address = new StringBuilder("{kind}");
        String[] segments = path.substring(1).split("/", -1);
        if (segments[0].equals(Subjects.PLATFORM_RESOURCE)) {
            return null;
        }
        for (int i = 0; i < segments.length; i++) {
            String token = token(segments[i]);
            if (token == null) {
                return null;
            }
            address.append('.').append(token);
            if (i == 0) {
                address.append('.').append(method);
            }
        }
        return address.toString();
    }

    /** Parameters stay as they are written; the rest is as in subjects. */
    private static String token(String segment) {
        if (PARAMETER.matcher(segment).matches()) {
            return segment;
        }
        return RequestSubject.of(RequestKind.HTTP, "GET", "/r/" + segment) instanceof RequestSubject.Mapped mapped
                ? Subjects.lastToken(mapped.subject())
                : null;
    }

    private void addEvent(JsonNode event) {
        String type = event.path("type").asText();
        String subject = event.path("subject").asText();
        ObjectNode message = messages.withObjectProperty(type)
                .put("name", type)
                .put("summary", event.path("summary").asText())
                .put("contentType", "application/cloudevents+json");
        ObjectNode payload = message.withObjectProperty("payload");
        payload.withArrayProperty("allOf").addObject().put("$ref", "#/components/schemas/PullwayCloudEvent");
        ObjectNode own = payload.withArrayProperty("allOf").addObject().withObjectProperty("properties");
        own.withObjectProperty("type").put("const", type);
        own.set("data", event.path("data").deepCopy());
        addSchemas(event.path("data"));
        channel(type, subject)
                .withObjectProperty("messages")
                .withObjectProperty("event")
                .put("$ref", "#/components/messages/" + type);
        ObjectNode send = operations.withObjectProperty(type).put("action", "send");
        send.withObjectProperty("channel").put("$ref", reference(type));
    }

    /** A channel with the parameters of its address. */
    private ObjectNode channel(String id, String address) {
        ObjectNode channel = channels.withObjectProperty(id).put("address", address);
        Matcher parameter = PARAMETER.matcher(address);
        while (parameter.find()) {
            channel.withObjectProperty("parameters").withObjectProperty(parameter.group(1));
        }
        return channel;
    }

    /** Those that are referred to, and those that they refer to. */
    private void addSchemas(JsonNode node) {
        JsonNode reference = node.path("$ref");
        Matcher schema = SCHEMA.matcher(reference.asText());
        if (schema.matches() && !schemas.has(schema.group(1))) {
            JsonNode found = openApi.path("components").path("schemas").path(schema.group(1));
            if (found.isObject()) {
                schemas.set(schema.group(1), found.deepCopy());
                addSchemas(found);
            }
        }
        node.forEach(this::addSchemas);
    }

    private static String reference(String channel) {
        return "#/channels/" + channel.replace("~", "~0").replace("/", "~1");
    }
}
