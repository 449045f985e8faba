package io.pullway.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * What happened: a CloudEvent (version 1.0) whose data is JSON.
 *
 * @param id tells it apart from all others of its source; who counts events has to look at it, as one may come twice
 * @param type such as {@code io.pullway.rating.created}
 * @param subject the thing as its API names it, such as {@code ratings/17}; null where it is not said
 * @param time when it happened; null where it is not said
 * @param data may be null
 * @param sequence its place in the stream
 */
public record Event(
        String id, String source, String type, String subject, Instant time, JsonNode data, long sequence) {}
