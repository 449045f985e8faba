package io.pullway.rating.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.pullway.events.Event;
import java.util.List;

/**
 * What an event about a rating does to the counts of a service.
 *
 * @param score 1 to 5
 * @param ratings how many more ratings have it
 */
record ScoreChange(long serviceId, int score, int ratings) {
    /** @throws IllegalArgumentException with one sentence if the event says less than one about a rating has to */
    static List<ScoreChange> of(Event event) {
        JsonNode data = event.data();
        if (data == null || !data.path("serviceId").isIntegralNumber()) {
            throw new IllegalArgumentException("the data has no serviceId");
        }
        long service = data.get("serviceId").longValue();
        int score = score(data, "score");
        return switch (event.type()) {
            case "io.pullway.rating.created" -> List.of(new ScoreChange(service, score, 1));
            case "io.pullway.rating.withdrawn" -> List.of(new ScoreChange(service, score, -1));
            case "io.pullway.rating.changed" -> {
                int previous = score(data, "previousScore");
                yield previous == score
                        ? List.of()
                        : List.of(new ScoreChange(service, previous, -1), new ScoreChange(service, score, 1));
            }
            default -> throw new IllegalArgumentException("the type " + event.type() + " is not known");
        };
    }

    private static int score(JsonNode data, String name) {
        int score = data.path(name).intValue();
        if (score < 1 || score > 5) {
            throw new IllegalArgumentException("the data has no " + name + " from 1 to 5");
        }
        return score;
    }
}
