package io.pullway.wire;

import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * What an instance of a service says of itself every second, as JSON on {@code
 * presence.<resource>.<instance>}, once for each of its resources.
 *
 * @param instance name for people; several instances may have the same
 * @param work how much it works on; {@link Work#NONE} of a proxy
 * @param onceOnly methods of the resource that are safe to run again, as in {@code POST}
 * @param draining it takes no more work, and ends when what it has is done
 * @param openapi names the version of the OpenAPI document at {@code /<resource>/-/openapi}; null where there is none
 * @param requests what a proxy tells of its requests; null of an instance of a service
 */
public record PresenceReport(
        String service,
        String instance,
        Work work,
        List<String> onceOnly,
        boolean draining,
        String openapi,
        RequestFigures requests) {
    /**
     * What an instance works on.
     *
     * @param slots how many requests it works on at the same time
     * @param running how many it works on now
     * @param peak the most that it worked on at the same time since its last report
     * @param started how many it has started since it is there
     * @param queueWaitMillis how long requests waited that it started lately, a decaying average
     */
    public record Work(int slots, int running, int peak, long started, long queueWaitMillis) {
        public static final Work NONE = new Work(0, 0, 0, 0, 0);

        private static Work read(JsonValue json) {
            return new Work(
                    JsonValueUtils.readInteger(json, SLOTS, 0),
                    JsonValueUtils.readInteger(json, RUNNING, 0),
                    JsonValueUtils.readInteger(json, PEAK, 0),
                    JsonValueUtils.readLong(json, STARTED, 0),
                    JsonValueUtils.readLong(json, QUEUE_WAIT_MS, 0));
        }
    }

    /** Between two reports. */
    public static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Who was not heard for so long is gone. */
    public static final Duration GONE_AFTER = Duration.ofSeconds(3);

    private static final String SERVICE = "service";
    private static final String INSTANCE = "instance";
    private static final String SLOTS = "slots";
    private static final String RUNNING = "running";
    private static final String PEAK = "peak";
    private static final String STARTED = "started";
    private static final String QUEUE_WAIT_MS = "queueWaitMs";
    private static final String ONCE_ONLY = "onceOnly";
    private static final String DRAINING = "draining";
    private static final String OPENAPI = "openapi";
    private static final String REQUESTS = "requests";

    public byte[] encode() {
        return JsonValueUtils.mapBuilder()
                .put(SERVICE, service)
                .put(INSTANCE, instance)
                .put(SLOTS, work.slots())
                .put(RUNNING, work.running())
                .put(PEAK, work.peak())
                .put(STARTED, work.started())
                .put(QUEUE_WAIT_MS, work.queueWaitMillis())
                .put(
                        ONCE_ONLY,
                        new JsonValue(onceOnly.stream().map(JsonValue::new).toList()))
                .put(DRAINING, draining)
                .put(OPENAPI, openapi)
                .put(REQUESTS, requests == null ? null : requests.json())
                .toJsonValue()
                .toJson()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** @throws MalformedMessageException if it is no report: others may be able to publish there */
    public static PresenceReport decode(byte[] payload) throws MalformedMessageException {
        JsonValue json;
        try {
            json = JsonParser.parse(payload);
        } catch (JsonParseException | RuntimeException e) {
            throw new MalformedMessageException("the report is no JSON");
        }
        String service = JsonValueUtils.readString(json, SERVICE);
        String instance = JsonValueUtils.readString(json, INSTANCE);
        if (service == null || instance == null || !Subjects.isName(service) || !Subjects.isName(instance)) {
            throw new MalformedMessageException("the report does not name a service and an instance");
        }
        String openapi = JsonValueUtils.readString(json, OPENAPI);
        if (openapi != null && !Subjects.isName(openapi)) {
            throw new MalformedMessageException("the version of the OpenAPI document is none");
        }
        return new PresenceReport(
                service,
                instance,
                Work.read(json),
                List.copyOf(JsonValueUtils.readStringList(json, ONCE_ONLY)),
                JsonValueUtils.readBoolean(json, DRAINING, false),
                openapi,
                RequestFigures.read(JsonValueUtils.readObject(json, REQUESTS)));
    }
}
