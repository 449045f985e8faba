package io.pullway.cli.streams;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What of a stream and of a consumer that exist can be changed, field by field, and what cannot: as nats-server has it. */
final class ChangeCases {
    private ChangeCases() {}

    /** @param always fields that both declarations have */
    record Case(String field, String always, String from, String to, boolean possible) {
        @Override
        public String toString() {
            return "%s: %s -> %s %s".formatted(field, from, to, possible ? "is changed" : "cannot be changed");
        }
    }

    private static Case changes(String field, String from, String to) {
        return new Case(field, "", from, to, true);
    }

    private static Case fixed(String field, String from, String to) {
        return new Case(field, "", from, to, false);
    }

    private static List<Case> withAlways(String always, Case... cases) {
        return Stream.of(cases)
                .map(one -> new Case(one.field, always, one.from, one.to, one.possible))
                .toList();
    }

    static List<Case> ofStreams() {
        List<Case> cases = new ArrayList<>(List.of(
                changes("description", "", "description: hello"),
                changes("description", "description: hello", "description: world"),
                changes("description", "description: hello", ""),
                changes("subjects", "subjects: [a.>]", "subjects: [b, a.>]"),
                changes("subjects", "subjects: [a, b]", "subjects: [a]"),
                changes("subjects", "", "subjects: [a]"),
                changes("retention", "retention: limits", "retention: interest"),
                fixed("retention", "retention: limits", "retention: workqueue"),
                fixed("retention", "retention: workqueue", ""),
                changes("maxConsumers", "maxConsumers: 5", ""),
                changes("maxMsgs", "maxMsgs: 5", "maxMsgs: 6"),
                changes("maxMsgs", "maxMsgs: 5", "maxMsgs: 0"),
                changes("maxBytes", "", "maxBytes: 1000000"),
                changes("maxMsgsPerSubject", "maxMsgsPerSubject: 1", ""),
                changes("maxMsgsPerSubject", "maxMsgsPerSubject: 1", "maxMsgsPerSubject: 0"),
                changes("maxMsgSize", "maxMsgSize: 100", "maxMsgSize: -1"),
                changes("maxAge", "maxAge: 1h", "maxAge: 25h"),
                changes("maxAge", "maxAge: 1h", "maxAge: ''"),
                changes("maxAge", "maxAge: 30s", "maxAge: 3m"),
                changes("discard", "discard: old", "discard: new"),
                fixed("storage", "storage: file", ""),
                fixed("storage", "", "storage: file"),
                changes("noAck", "noAck: true", ""),
                changes("duplicateWindow", "duplicateWindow: 1m", "duplicateWindow: 30s"),
                changes("duplicateWindow", "duplicateWindow: 1m", ""),
                changes("sealed", "", "{sealed: true, discard: new, denyDelete: true, denyPurge: true}"),
                fixed("denyDelete", "denyDelete: true", ""),
                changes("denyDelete", "", "denyDelete: true"),
                fixed("denyPurge", "denyPurge: true", "denyPurge: false"),
                changes("denyPurge", "denyPurge: false", "denyPurge: true"),
                changes("allowRollup", "allowRollup: true", ""),
                changes("compression", "compression: s2", "compression: ''"),
                fixed("firstSequence", "firstSequence: 100", "firstSequence: 200"),
                changes(
                        "subjectTransform",
                        "subjectTransform: {source: x, dest: y}",
                        "subjectTransform: {source: x, dest: z}"),
                changes("subjectTransform", "subjectTransform: {source: x, dest: y}", ""),
                changes("republish", "republish: {destination: kept.>}", ""),
                changes("republish", "republish: {destination: kept.>}", "republish: {source: x, destination: kept.x}"),
                changes("allowDirect", "allowDirect: true", ""),
                fixed("allowMsgTtl", "allowMsgTtl: true", ""),
                changes("allowMsgTtl", "", "allowMsgTtl: true"),
                fixed("allowMsgCounter", "allowMsgCounter: true", ""),
                fixed("allowMsgCounter", "", "allowMsgCounter: true"),
                changes("allowAtomicPublish", "allowAtomicPublish: true", ""),
                fixed("persistMode", "{storage: file, persistMode: async}", "{storage: file, persistMode: default}"),
                changes(
                        "consumerLimits",
                        "consumerLimits: {maxAckPending: 5}",
                        "consumerLimits: {inactiveThreshold: 1m}"),
                changes("consumerLimits", "consumerLimits: {maxAckPending: 5}", ""),
                changes("metadata", "metadata: {team: a}", "metadata: {team: b, more: c}"),
                changes("metadata", "metadata: {team: a}", ""),
                changes("sources", "", "sources: [{name: other, filterSubject: a}]"),
                changes(
                        "sources",
                        "sources: [{name: other, optStartTime: 2026-01-01T00:00:00Z}]",
                        "sources: [{name: other, subjectTransforms: [{source: a, dest: b}]}]"),
                changes(
                        "sources",
                        "sources: [{name: o, externalApiPrefix: $JS.hub.API, externalDeliverPrefix: d}]",
                        "sources: [{name: o, optStartSeq: 5}]"),
                fixed("mirror", "mirror: {name: other}", "mirror: {name: others}"),
                changes("mirror", "mirror: {name: other}", ""),
                fixed("mirror", "", "mirror: {name: other}")));
        cases.addAll(withAlways("mirror: {name: other}", changes("mirrorDirect", "mirrorDirect: true", "")));
        cases.addAll(withAlways(
                "discard: new\nmaxMsgsPerSubject: 1", changes("discardPerSubject", "discardPerSubject: true", "")));
        cases.addAll(withAlways(
                "allowMsgTtl: true\nallowRollup: true",
                changes("subjectDeleteMarkerTtl", "subjectDeleteMarkerTtl: 10s", "subjectDeleteMarkerTtl: 20s"),
                changes("subjectDeleteMarkerTtl", "subjectDeleteMarkerTtl: 10s", "")));
        cases.addAll(withAlways(
                "allowRollup: true",
                changes("allowMsgSchedules", "", "allowMsgSchedules: true"),
                fixed("allowMsgSchedules", "allowMsgSchedules: true", "")));
        return cases;
    }

    static List<Case> ofConsumers() {
        List<Case> cases = new ArrayList<>(List.of(
                changes("description", "description: a", ""),
                fixed("deliverPolicy", "", "deliverPolicy: new"),
                fixed("deliverPolicy", "deliverPolicy: last", "deliverPolicy: all"),
                fixed("ackPolicy", "", "{ackPolicy: explicit, ackWait: 1s}"),
                changes("ackWait", "ackWait: 10s", "ackWait: 20s"),
                changes("maxDeliver", "maxDeliver: 5", "maxDeliver: -1"),
                changes("maxDeliver", "maxDeliver: 5", ""),
                changes("filterSubject", "filterSubject: a", "filterSubject: b"),
                changes("filterSubject", "filterSubject: a", ""),
                changes("filterSubjects", "filterSubject: a", "filterSubjects: [b, a]"),
                changes("filterSubjects", "filterSubjects: [a, b]", "filterSubjects: [b]"),
                fixed("replayPolicy", "", "replayPolicy: original"),
                changes("sampleFreq", "sampleFreq: '50'", ""),
                fixed("maxWaiting", "", "maxWaiting: 100"),
                changes("headersOnly", "headersOnly: true", ""),
                changes("maxRequestBatch", "maxRequestBatch: 5", ""),
                changes("maxRequestExpires", "maxRequestExpires: 5s", "maxRequestExpires: 6s"),
                changes("maxRequestMaxBytes", "maxRequestMaxBytes: 5", ""),
                changes("inactiveThreshold", "inactiveThreshold: 1h", ""),
                changes("pauseUntil", "pauseUntil: 2126-01-01T00:00:00Z", "pauseUntil: '2126-01-01T00:00:00.5+01:00'"),
                changes("pauseUntil", "pauseUntil: 2126-01-01T00:00:00Z", ""),
                changes("pauseUntil", "", "pauseUntil: 2020-01-01T00:00:00Z"),
                fixed("memStorage", "memStorage: true", ""),
                changes("metadata", "metadata: {team: a}", "metadata: {team: b}"),
                changes("priorityPolicy", "", "{priorityPolicy: overflow, priorityGroups: [g]}"),
                changes(
                        "priorityGroups",
                        "{priorityPolicy: overflow, priorityGroups: [g]}",
                        "{priorityPolicy: overflow, priorityGroups: [h]}"),
                changes(
                        "pinnedTtl",
                        "{priorityPolicy: pinned_client, priorityGroups: [g]}",
                        "{priorityPolicy: pinned_client, priorityGroups: [g], pinnedTtl: 1m}"),
                fixed(
                        "optStartSeq",
                        "{deliverPolicy: byStartSequence, optStartSeq: 5}",
                        "{deliverPolicy: byStartSequence, optStartSeq: 6}"),
                fixed(
                        "optStartTime",
                        "{deliverPolicy: byStartTime, optStartTime: 2026-01-01T00:00:00Z}",
                        "{deliverPolicy: byStartTime, optStartTime: 2026-01-02T00:00:00Z}"),
                fixed("deliverSubject", "maxWaiting: 0", "deliverSubject: d"),
                changes("deliverSubject", "deliverSubject: d", "deliverSubject: e")));
        cases.addAll(withAlways(
                "ackPolicy: explicit",
                changes("backoff", "{ackWait: 1s, backoff: [1s, 5s, 3s]}", "{ackWait: 2s, backoff: [2s]}"),
                changes("backoff", "{ackWait: 1s, backoff: [1s, 5s]}", "ackWait: 1s")));
        cases.addAll(withAlways(
                "ackPolicy: explicit\nackWait: 10s",
                changes("maxAckPending", "maxAckPending: 5", ""),
                changes("maxAckPending", "maxAckPending: 5000", "maxAckPending: -1")));
        cases.addAll(withAlways(
                "deliverSubject: d",
                changes("deliverGroup", "deliverGroup: g", ""),
                changes("rateLimitBps", "rateLimitBps: 10000", "rateLimitBps: 20000"),
                fixed("heartbeatInterval", "heartbeatInterval: 5s", "heartbeatInterval: 6s"),
                fixed("flowControl", "{flowControl: true, heartbeatInterval: 5s}", "heartbeatInterval: 5s")));
        return cases;
    }
}
