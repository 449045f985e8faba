package io.pullway.cli.streams;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The fields of NACK's {@code Stream}, {@code jetstream.nats.io/v1beta2}. What is left out gets the default
 * of NACK's schema, and where that has none, the default of nats-server; what cannot be changed is as in
 * {@code configUpdateCheck} of nats-server 2.15.
 */
final class StreamFields {
    static final String NAME = "name";
    static final String SUBJECTS = "subjects";
    static final String MIRROR = "mirror";
    static final String SOURCES = "sources";
    static final String SUBJECT_TRANSFORM = "subjectTransform";

    private static final long UNLIMITED = -1;
    private static final Duration DUPLICATE_WINDOW = Duration.ofMinutes(2);

    private static final FieldType TRANSFORM =
            new Group(List.of(Field.of("source", "src", new Text()), Field.of("dest", "dest", new Text())));

    private static final Group ORIGIN = new Group(List.of(
            Field.of("name", "name", new Text()),
            Field.of("optStartSeq", "opt_start_seq", new Whole(0)),
            Field.of("optStartTime", "opt_start_time", new Moment()),
            Field.of("filterSubject", "filter_subject", new Text()),
            Field.of("externalApiPrefix", "external.api", new Text()),
            Field.of("externalDeliverPrefix", "external.deliver", new Text()),
            Field.of("subjectTransforms", "subject_transforms", new Many(TRANSFORM, true))));

    private static final Group PLACEMENT = new Group(
            List.of(Field.of("cluster", "cluster", new Text()), Field.of("tags", "tags", new Many(new Text(), false))));

    private static final Group REPUBLISH = new Group(
            List.of(Field.of("source", "src", new Text()).leftOut(">"), Field.of("destination", "dest", new Text())));

    private static final Group CONSUMER_LIMITS = new Group(List.of(
            Field.of("inactiveThreshold", "inactive_threshold", new Span()),
            Field.of("maxAckPending", "max_ack_pending", new Whole(UNLIMITED))));

    static final List<Field> ALL = List.of(
            Field.of(NAME, "name", new Text()),
            Field.of("description", "description", new Text()),
            Field.of(SUBJECTS, "subjects", new Many(new Text(), false)).leftOut(StreamFields::defaultSubjects),
            Field.of("retention", "retention", Choice.of("limits", "interest", "workqueue"))
                    .leftOut("limits")
                    .changing((from, to) -> !from.equals("workqueue") && !to.equals("workqueue")),
            limit("maxConsumers", "max_consumers"),
            limit("maxMsgs", "max_msgs"),
            limit("maxBytes", "max_bytes"),
            limit("maxMsgsPerSubject", "max_msgs_per_subject"),
            limit("maxMsgSize", "max_msg_size"),
            Field.of("maxAge", "max_age", new Span()),
            Field.of("discard", "discard", Choice.of("old", "new")).leftOut("old"),
            flag("discardPerSubject", "discard_new_per_subject"),
            // NACK's default, other than the server's.
            Field.of("storage", "storage", Choice.of("file", "memory"))
                    .leftOut("memory")
                    .fixed(),
            Field.of("replicas", "num_replicas", new Whole(1)).leftOut(1L),
            flag("noAck", "no_ack"),
            Field.of("duplicateWindow", "duplicate_window", new Span()).leftOut(StreamFields::defaultWindow),
            Field.of("placement", "placement", PLACEMENT),
            Field.of(MIRROR, "mirror", ORIGIN).changing((from, to) -> to.equals(ORIGIN.zero())),
            Field.of(SOURCES, "sources", new Many(ORIGIN, true)),
            oneWay("sealed", "sealed"),
            oneWay("denyDelete", "deny_delete"),
            oneWay("denyPurge", "deny_purge"),
            flag("allowRollup", "allow_rollup_hdrs"),
            Field.of("compression", "compression", new Choice(Map.of("s2", "s2", "none", "none", "", "")))
                    .leftOut("none"),
            // NATS would write the new number down, and number on as before.
            Field.of("firstSequence", "first_seq", new Whole(0)).fixed(),
            Field.of(SUBJECT_TRANSFORM, "subject_transform", TRANSFORM),
            Field.of("republish", "republish", REPUBLISH),
            flag("allowDirect", "allow_direct"),
            flag("mirrorDirect", "mirror_direct"),
            oneWay("allowMsgTtl", "allow_msg_ttl"),
            Field.of("subjectDeleteMarkerTtl", "subject_delete_marker_ttl", new Span()),
            flag("allowMsgCounter", "allow_msg_counter").fixed(),
            flag("allowAtomicPublish", "allow_atomic"),
            oneWay("allowMsgSchedules", "allow_msg_schedules"),
            Field.of("persistMode", "persist_mode", new Choice(Map.of("default", "default", "async", "async", "", "")))
                    .leftOut("default")
                    .fixed(),
            Field.of("consumerLimits", "consumer_limits", CONSUMER_LIMITS),
            Field.of("metadata", "metadata", new Labels()));

    private StreamFields() {}

    private static Field limit(String name, String nats) {
        return Field.of(name, nats, new Whole(UNLIMITED)).leftOut(UNLIMITED);
    }

    private static Field flag(String name, String nats) {
        return Field.of(name, nats, new Flag());
    }

    private static Field oneWay(String name, String nats) {
        return flag(name, nats).changing(Field.Change.ONLY_ON);
    }

    private static boolean hasOrigin(Map<String, Object> spec) {
        return spec.containsKey(MIRROR) || spec.containsKey(SOURCES);
    }

    private static Object defaultSubjects(Map<String, Object> spec) {
        return hasOrigin(spec) ? List.of() : List.of(Objects.toString(spec.get(NAME), ""));
    }

    private static Object defaultWindow(Map<String, Object> spec) {
        if (hasOrigin(spec)) {
            return Duration.ZERO;
        }
        Duration age = (Duration) spec.getOrDefault("maxAge", Duration.ZERO);
        return age.isZero() || age.compareTo(DUPLICATE_WINDOW) > 0 ? DUPLICATE_WINDOW : age;
    }
}
