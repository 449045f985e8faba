package io.pullway.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Events as NATS messages have them: structured mode, JSON (CloudEvents NATS protocol binding 1.0, section 3.2). */
@Singleton
class CloudEvents {
    private static final String VERSION = "1.0";

    private final ObjectMapper mapper;

    CloudEvents(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** @throws IllegalArgumentException if it cannot be: PostgreSQL takes JSON that is deeper than it is read here */
    byte[] write(String source, OutboxRow row) {
        ObjectNode event = mapper.createObjectNode()
                .put("specversion", VERSION)
                .put("id", row.id())
                .put("source", source)
                .put("type", row.type())
                .put("subject", row.subject())
                .put("time", row.time().toString())
                .put("datacontenttype", "application/json");
        if (row.traceparent() != null) {
            event.put("traceparent", row.traceparent());
        }
        try {
            return mapper.writeValueAsBytes(event.set("data", mapper.readTree(row.data())));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the data of event " + row.id() + " cannot be read: " + e.getOriginalMessage());
        }
    }

    Event read(byte[] octets, long sequence) throws MalformedEventException {
        JsonNode json;
        try {
            json = mapper.readTree(octets);
        } catch (IOException e) {
            throw new MalformedEventException("it is not JSON");
        }
        if (!VERSION.equals(text(json, "specversion"))) {
            throw new MalformedEventException("its specversion is not " + VERSION);
        }
        return new Event(
                required(json, "id"),
                required(json, "source"),
                required(json, "type"),
                text(json, "subject"),
                time(json),
                json.get("data"),
                sequence);
    }

    private static Instant time(JsonNode json) throws MalformedEventException {
        String time = text(json, "time");
        try {
            return time == null ? null : OffsetDateTime.parse(time).toInstant();
        } catch (DateTimeException e) {
            throw new MalformedEventException("its time is none");
        }
    }

    private static String required(JsonNode json, String name) throws MalformedEventException {
        String text = text(json, name);
        if (text == null || text.isEmpty()) {
            throw new MalformedEventException("it has no " + name);
        }
        return text;
    }

    /** Null where it is not there, or no text. */
    private static String text(JsonNode json, String name) {
        return json == null ? null : json.path(name).textValue();
    }
}
