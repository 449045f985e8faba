package io.pullway.proxy;

import io.pullway.proxy.platform.Roster;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.PresenceReport;
import io.pullway.wire.Subjects;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which instances are there, by what they say every second. Only an unbroken view proves that nobody is:
 * connected all the time, and not having stood still.
 *
 * <p>Threads: {@link #heard} is called on the dispatcher of jnats, {@link #tick} by one ticker, the others
 * by all.
 */
final class Presence {
    /** Without having watched for so long, whoever was not heard may still be there. */
    static final Duration UNBROKEN_VIEW = Duration.ofSeconds(5);

    /** A process that stood still for so long has not heard what was said meanwhile. */
    private static final long STOOD_STILL_NANOS = 1_000_000_000;

    /** Whoever may publish reports must not fill the memory of the proxy. */
    private static final int MAX_INSTANCES = 10_000;

    private static final long NO_VIEW = Long.MAX_VALUE;

    /** By resource, then by the token of the instance. */
    private final Map<String, Map<String, Heard>> heard = new ConcurrentHashMap<>();

    /** The last report of an instance. */
    private record Heard(long nanos, PresenceReport report) {}

    private volatile long viewSinceNanos = NO_VIEW;
    private volatile long lastTickNanos;
    private volatile int proxies = 1;

    /** Whom it has heard, for those who look at the platform. */
    private final Roster roster = new Roster();

    Roster roster() {
        return roster;
    }

    /** What was heard before is no view of now. */
    void connected(long nowNanos) {
        lastTickNanos = nowNanos;
        viewSinceNanos = nowNanos;
    }

    void disconnected() {
        viewSinceNanos = NO_VIEW;
    }

    /** @param subject {@code presence.<resource>.<instance>}; what is no report is ignored */
    void heard(String subject, byte[] payload, long nowNanos) {
        PresenceReport report;
        try {
            report = PresenceReport.decode(payload);
        } catch (MalformedMessageException e) {
            return;
        }
        String instance = Subjects.lastToken(subject);
        String resource = Subjects.resource(subject);
        roster.heard(resource, instance, report, nowNanos);
        if (report.draining()) {
            heard.computeIfPresent(resource, (name, instances) -> {
                instances.remove(instance);
                return instances.isEmpty() ? null : instances;
            });
        } else if (heard.size() < MAX_INSTANCES || heard.containsKey(resource)) {
            heard.compute(resource, (name, known) -> {
                Map<String, Heard> instances = known == null ? new ConcurrentHashMap<>() : known;
                if (instances.size() < MAX_INSTANCES || instances.containsKey(instance)) {
                    instances.put(instance, new Heard(nowNanos, report));
                }
                return instances;
            });
        }
    }

    /** Notices that this process stood still, and forgets who is gone. At least every second. */
    void tick(long nowNanos) {
        if (hasStoodStill(nowNanos) && viewSinceNanos != NO_VIEW) {
            viewSinceNanos = nowNanos;
        }
        lastTickNanos = nowNanos;
        roster.tick(nowNanos);
        for (String resource : heard.keySet()) {
            heard.computeIfPresent(resource, (name, instances) -> {
                instances.values().removeIf(last -> isGone(last, nowNanos));
                return instances.isEmpty() ? null : instances;
            });
        }
        Map<String, Heard> heardProxies = heard.get(Subjects.PLATFORM_RESOURCE);
        proxies = heardProxies == null ? 1 : heardProxies.size();
    }

    /** How many proxies are there, with this one; as far as it was heard, for what is shared among them. */
    int proxies() {
        return proxies;
    }

    /** Whether certainly no instance serves the resource. False when it is not known. */
    boolean isNobodyThere(String resource, long nowNanos) {
        long since = viewSinceNanos;
        if (since == NO_VIEW || nowNanos - since < UNBROKEN_VIEW.toNanos() || hasStoodStill(nowNanos)) {
            return false;
        }
        Map<String, Heard> instances = heard.get(resource);
        return instances == null || instances.values().stream().allMatch(last -> isGone(last, nowNanos));
    }

    /** What the instances that are there say of their APIs; in the order of the services' names. */
    List<DescribedService> described(long nowNanos) {
        Map<String, DescribedService> services = new TreeMap<>();
        heard.forEach((resource, instances) -> instances.values().stream()
                .filter(last -> last.report().openapi() != null && !isGone(last, nowNanos))
                .forEach(last -> services.computeIfAbsent(last.report().service(), DescribedService::new)
                        .add(resource, last.report().openapi())));
        return List.copyOf(services.values());
    }

    /** Whether an instance that serves the resource was heard lately. */
    boolean isAnnounced(String resource) {
        return heard.containsKey(resource);
    }

    private boolean hasStoodStill(long nowNanos) {
        return nowNanos - lastTickNanos > STOOD_STILL_NANOS;
    }

    private static boolean isGone(Heard last, long nowNanos) {
        return nowNanos - last.nanos() > PresenceReport.GONE_AFTER.toNanos();
    }
}
