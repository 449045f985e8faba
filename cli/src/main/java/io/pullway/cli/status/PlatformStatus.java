package io.pullway.cli.status;

import io.nats.client.support.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the platform is at one moment.
 *
 * @param answers how many are kept, by the name of their service
 * @param deadLetters how many there are, -1 without a stream for them
 */
public record PlatformStatus(
        Instant time,
        List<QueueStatus> queues,
        List<InstanceStatus> instances,
        Map<String, Long> answers,
        long deadLetters) {

    /** Heads and rows of the table of services. */
    public List<List<String>> services() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "SERVICE", "RESOURCES", "INSTANCES", "SLOTS", "RUNNING", "WAITING", "OLDEST", "IN FLIGHT", "ANSWERS"));
        for (QueueStatus queue : queues) {
            List<InstanceStatus> own = of(queue);
            rows.add(List.of(
                    queue.service(),
                    String.join(",", queue.resources()),
                    Integer.toString(own.size()),
                    Integer.toString(sumOfSlots(own)),
                    Integer.toString(sumOfRunning(own)),
                    Long.toString(queue.waiting()),
                    queue.oldest() == null ? "-" : millis(queue.oldest()) / 1_000 + "s",
                    Long.toString(queue.inFlight()),
                    answers.containsKey(queue.service())
                            ? answers.get(queue.service()).toString()
                            : "-"));
        }
        return rows;
    }

    /** Heads and rows of the table of instances. */
    public List<List<String>> instanceRows() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("INSTANCE", "SERVICE", "SLOTS", "RUNNING", "QUEUE WAIT"));
        for (InstanceStatus instance : instances) {
            rows.add(List.of(
                    instance.report().instance(),
                    instance.report().service(),
                    Integer.toString(instance.report().work().slots()),
                    Integer.toString(instance.report().work().running()),
                    instance.report().work().queueWaitMillis() + "ms"));
        }
        return rows;
    }

    public JsonValue json() {
        Map<String, JsonValue> json = new LinkedHashMap<>();
        json.put("time", new JsonValue(time.toString()));
        json.put("services", new JsonValue(queues.stream().map(this::json).toList()));
        json.put("deadLetters", deadLetters < 0 ? JsonValue.NULL : new JsonValue(deadLetters));
        return new JsonValue(json);
    }

    private JsonValue json(QueueStatus queue) {
        List<InstanceStatus> own = of(queue);
        Map<String, JsonValue> json = new LinkedHashMap<>();
        json.put("name", new JsonValue(queue.service()));
        json.put(
                "resources",
                new JsonValue(queue.resources().stream().map(JsonValue::new).toList()));
        json.put("slots", new JsonValue(sumOfSlots(own)));
        json.put("running", new JsonValue(sumOfRunning(own)));
        json.put("waiting", new JsonValue(queue.waiting()));
        json.put("oldestMs", queue.oldest() == null ? JsonValue.NULL : new JsonValue(millis(queue.oldest())));
        json.put("inFlight", new JsonValue(queue.inFlight()));
        json.put(
                "answers",
                answers.containsKey(queue.service()) ? new JsonValue(answers.get(queue.service())) : JsonValue.NULL);
        json.put(
                "instances",
                new JsonValue(own.stream().map(PlatformStatus::json).toList()));
        return new JsonValue(json);
    }

    private static JsonValue json(InstanceStatus instance) {
        Map<String, JsonValue> json = new LinkedHashMap<>();
        json.put("name", new JsonValue(instance.report().instance()));
        json.put("slots", new JsonValue(instance.report().work().slots()));
        json.put("running", new JsonValue(instance.report().work().running()));
        json.put("queueWaitMs", new JsonValue(instance.report().work().queueWaitMillis()));
        return new JsonValue(json);
    }

    /** Who works on it. */
    public List<InstanceStatus> of(QueueStatus queue) {
        return instances.stream()
                .filter(instance -> instance.report().service().equals(queue.service()))
                .toList();
    }

    private static int sumOfSlots(List<InstanceStatus> instances) {
        return instances.stream().mapToInt(each -> each.report().work().slots()).sum();
    }

    private static int sumOfRunning(List<InstanceStatus> instances) {
        return instances.stream()
                .mapToInt(each -> each.report().work().running())
                .sum();
    }

    private long millis(Instant since) {
        return Math.max(0, Duration.between(since, time).toMillis());
    }
}
