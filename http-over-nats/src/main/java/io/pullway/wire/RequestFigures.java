package io.pullway.wire;

import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a proxy tells of the requests of its clients, those to the platform itself left out. All but {@code inFlight} is
 * counted since it was started: who has missed a report has missed nothing.
 *
 * @param inFlight how many it has now
 * @param ended how many ended, by how: an outcome, as the figures of the proxy label them
 * @param took how many took how long: up to each of {@link Figures#buckets()} and longer than the one before it, and in
 *     the end those that took longer still
 */
public record RequestFigures(int inFlight, Map<String, Long> ended, List<Long> took) {
    /** There are fewer outcomes. Whoever may publish reports must not fill the memory of who reads them. */
    private static final int MAX_ENDS = 100;

    private static final int TIMES = Figures.buckets().length + 1;
    private static final String IN_FLIGHT = "inFlight";
    private static final String ENDED = "ended";
    private static final String TOOK = "took";

    JsonValue json() {
        JsonValueUtils.MapBuilder ends = JsonValueUtils.mapBuilder();
        ended.forEach(ends::put);
        return JsonValueUtils.mapBuilder()
                .put(IN_FLIGHT, inFlight)
                .put(ENDED, ends.toJsonValue())
                .put(TOOK, new JsonValue(took.stream().map(JsonValue::new).toList()))
                .toJsonValue();
    }

    /** @return null if these are no figures */
    static RequestFigures read(JsonValue json) {
        JsonValue ends = JsonValueUtils.readObject(json, ENDED);
        List<Long> took = JsonValueUtils.readLongList(json, TOOK);
        if (ends.map == null
                || ends.map.size() > MAX_ENDS
                || !ends.map.keySet().stream().allMatch(Subjects::isName)
                || took.size() != TIMES) {
            return null;
        }
        return new RequestFigures(
                JsonValueUtils.readInteger(json, IN_FLIGHT, 0),
                ends.map.keySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(end -> end, end -> JsonValueUtils.readLong(ends, end, 0))),
                List.copyOf(took));
    }
}
