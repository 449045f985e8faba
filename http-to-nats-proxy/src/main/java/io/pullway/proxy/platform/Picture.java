package io.pullway.proxy.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pullway.wire.Figures;
import io.pullway.wire.PresenceReport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The platform at one moment, as its viewers get it. Each member is described in {@code docs/platform-view.md}; within a
 * version, members may be added.
 */
record Picture(
        int version,
        String time,
        String toldBy,
        Condition nats,
        double[] bucketsMs,
        List<ProxyPart> proxies,
        List<ServicePart> services,
        int instancesLeftOut,
        Long deadLetters,
        String tryPath) {
    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double[] BUCKETS = Stream.of(Figures.buckets())
            .mapToDouble(bound -> bound.toNanos() / NANOS_PER_MILLI)
            .toArray();

    /** More would be too much for a browser, and for what a proxy writes in a second. */
    private static final int MAX_INSTANCES = 500;

    record Condition(boolean connected, long queuesAgeMs) {}

    record ProxyPart(String id, boolean draining, int inFlight, Map<String, Long> ended, List<Long> took) {}

    record ServicePart(
            String name,
            Collection<String> resources,
            QueuePart queue,
            Long answers,
            Long events,
            List<InstancePart> instances) {}

    record QueuePart(long stored, Long oldestMs, Queues.Waiting direct, Queues.Waiting later) {}

    record InstancePart(
            String id,
            String name,
            boolean draining,
            int slots,
            int running,
            int peak,
            long started,
            long queueWaitMs,
            long silentMs) {}

    /** Who tells it, which is the same in all its pictures. @param tryPath null where nothing may be tried */
    record Teller(String proxy, String tryPath) {}

    static Picture of(Teller teller, Condition nats, List<Roster.Present> present, Queues queues) {
        List<Roster.Present> instances =
                present.stream().filter(each -> !each.isProxy()).toList();
        long now = System.nanoTime();
        Map<String, ServicePart> services = new TreeMap<>();
        for (Queues.Queue queue : queues.queues()) {
            services.put(queue.service(), service(queue, queues));
        }
        for (Roster.Present each : instances.subList(0, Math.min(MAX_INSTANCES, instances.size()))) {
            ServicePart service = services.computeIfAbsent(each.report().service(), Picture::withoutQueue);
            service.resources().addAll(each.resources());
            service.instances().add(instance(each, now));
        }
        return new Picture(
                VERSION,
                Instant.now().toString(),
                teller.proxy(),
                nats,
                BUCKETS,
                present.stream()
                        .filter(each -> each.isProxy() && each.report().requests() != null)
                        .limit(MAX_INSTANCES)
                        .map(each -> proxy(each.token(), each.report()))
                        .toList(),
                List.copyOf(services.values()),
                Math.max(0, instances.size() - MAX_INSTANCES),
                queues.deadLetters(),
                teller.tryPath());
    }

    byte[] json() {
        try {
            return JSON.writeValueAsString(this).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a picture is always JSON", e);
        }
    }

    private static ServicePart service(Queues.Queue queue, Queues all) {
        return new ServicePart(
                queue.service(),
                new TreeSet<>(queue.resources()),
                new QueuePart(queue.stored(), queue.oldestMillis(), queue.direct(), queue.later()),
                all.answers().get(queue.service()),
                all.events().get(queue.service()),
                new ArrayList<>());
    }

    /** Its stream is not known, or nobody has made one. */
    private static ServicePart withoutQueue(String name) {
        return new ServicePart(name, new TreeSet<>(), null, null, null, new ArrayList<>());
    }

    private static ProxyPart proxy(String token, PresenceReport report) {
        return new ProxyPart(
                token,
                report.draining(),
                report.requests().inFlight(),
                report.requests().ended(),
                report.requests().took());
    }

    private static InstancePart instance(Roster.Present present, long nowNanos) {
        PresenceReport.Work work = present.report().work();
        return new InstancePart(
                present.token(),
                present.report().instance(),
                present.report().draining(),
                work.slots(),
                work.running(),
                work.peak(),
                work.started(),
                work.queueWaitMillis(),
                Duration.ofNanos(nowNanos - present.nanos()).toMillis());
    }
}
