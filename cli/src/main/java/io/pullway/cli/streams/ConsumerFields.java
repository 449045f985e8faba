package io.pullway.cli.streams;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The fields of NACK's {@code Consumer}, {@code jetstream.nats.io/v1beta2}. What is left out gets the
 * default of NACK's schema, and where that has none, the default of nats-server; what cannot be changed is
 * as in {@code checkNewConsumerConfig} of nats-server 2.15.
 */
final class ConsumerFields {
    static final String NAME = "durableName";
    static final String STREAM = "streamName";
    static final String FILTERS = "filterSubjects";

    static final String PAUSE_UNTIL = "pauseUntil";

    private static final String FILTER = "filterSubject";
    private static final String ACK_WAIT = "ackWait";
    private static final String BACKOFF = "backoff";

    static final List<Field> ALL = List.of(
            Field.of(NAME, "durable_name", new Text()),
            Field.forNackOnly(STREAM, new Text()),
            Field.of("description", "description", new Text()),
            Field.of("deliverPolicy", "deliver_policy", deliverPolicies())
                    .leftOut("all")
                    .fixed(),
            Field.of("optStartSeq", "opt_start_seq", new Whole(0)).fixed(),
            Field.of("optStartTime", "opt_start_time", new Moment()).fixed(),
            Field.of("deliverSubject", "deliver_subject", new Text())
                    .changing((from, to) -> !from.equals("") && !to.equals("")),
            Field.of("ackPolicy", "ack_policy", Choice.of("none", "all", "explicit"))
                    .leftOut("none")
                    .fixed(),
            Field.of(ACK_WAIT, "ack_wait", new Span()).leftOut(Duration.ofNanos(1)),
            Field.of("maxDeliver", "max_deliver", new Whole(-1)).leftOut(-1L),
            Field.of(BACKOFF, "backoff", new Many(new Span(), true)),
            Field.of(FILTER, "filter_subject", new Text()),
            Field.of(FILTERS, "filter_subjects", new Many(new Text(), false)),
            Field.of("replayPolicy", "replay_policy", Choice.of("instant", "original"))
                    .leftOut("instant")
                    .fixed(),
            Field.of("sampleFreq", "sample_freq", new Text()),
            Field.of("maxWaiting", "max_waiting", new Whole(0))
                    .leftOut(spec -> spec.containsKey("deliverSubject") ? 0L : 512L)
                    .fixed(),
            Field.of("rateLimitBps", "rate_limit_bps", new Whole(0)),
            Field.of("maxAckPending", "max_ack_pending", new Whole(-1))
                    .leftOut(spec -> acknowledges(spec) ? 1000L : 0L),
            Field.of("deliverGroup", "deliver_group", new Text()),
            Field.of("flowControl", "flow_control", new Flag()).fixed(),
            Field.of("headersOnly", "headers_only", new Flag()),
            Field.of("heartbeatInterval", "idle_heartbeat", new Span()).fixed(),
            Field.of("maxRequestBatch", "max_batch", new Whole(0)),
            Field.of("maxRequestExpires", "max_expires", new Span()),
            Field.of("maxRequestMaxBytes", "max_bytes", new Whole(0)),
            Field.of("inactiveThreshold", "inactive_threshold", new Span()),
            Field.of(PAUSE_UNTIL, "pause_until", new Moment()),
            Field.of("priorityPolicy", "priority_policy", priorityPolicies()).leftOut("none"),
            Field.of("pinnedTtl", "priority_timeout", new Span())
                    .leftOut(spec ->
                            "pinned_client".equals(spec.get("priorityPolicy")) ? Duration.ofMinutes(2) : Duration.ZERO),
            Field.of("priorityGroups", "priority_groups", new Many(new Text(), true)),
            Field.of("replicas", "num_replicas", new Whole(0)),
            Field.of("memStorage", "mem_storage", new Flag()).fixed(),
            Field.of("metadata", "metadata", new Labels()));

    private ConsumerFields() {}

    /** One filter or a list with that one filter is the same. */
    static Map<String, Object> canonical(Map<String, Object> values) {
        if (!values.containsKey(FILTER) || values.get(FILTER).equals("")) {
            return values;
        }
        Map<String, Object> canonical = new LinkedHashMap<>(values);
        canonical.put(FILTERS, List.of(canonical.remove(FILTER)));
        return canonical;
    }

    /** What the server would refuse, or silently do otherwise, only after other resources were changed. */
    static void check(Map<String, Object> spec, Node node, Place place) {
        if (spec.containsKey(FILTER) && spec.containsKey(FILTERS)) {
            place.field(FILTERS).refuse(node, "cannot stand beside filterSubject: write all of them in filterSubjects");
        }
        if (acknowledges(spec) && spec.getOrDefault(ACK_WAIT, Duration.ZERO).equals(Duration.ZERO)) {
            place.field(ACK_WAIT)
                    .refuse(
                            node,
                            "is missing: NACK's default of 1ns would deliver every message again at once;"
                                    + " write for example 30s");
        }
        if (spec.get(BACKOFF) instanceof List<?> steps
                && !steps.isEmpty()
                && !steps.getFirst().equals(spec.get(ACK_WAIT))) {
            place.field(BACKOFF).refuse(node, "must begin with the value of ackWait, which it replaces");
        }
    }

    private static boolean acknowledges(Map<String, Object> spec) {
        return !spec.getOrDefault("ackPolicy", "none").equals("none");
    }

    private static FieldType deliverPolicies() {
        return new Choice(Map.of(
                "all", "all",
                "last", "last",
                "new", "new",
                "byStartSequence", "by_start_sequence",
                "byStartTime", "by_start_time",
                "lastPerSubject", "last_per_subject"));
    }

    private static FieldType priorityPolicies() {
        return new Choice(Map.of(
                "none", "none",
                "overflow", "overflow",
                "pinned_client", "pinned_client",
                "prioritized", "prioritized",
                "", ""));
    }
}
