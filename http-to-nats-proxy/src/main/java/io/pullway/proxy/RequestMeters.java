package io.pullway.proxy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.pullway.proxy.platform.RequestCounts;
import io.pullway.wire.Figures;
import io.pullway.wire.Subjects;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * How many requests this proxy had, how they ended and how long they took, by resource:
 * {@code pullway.proxy.requests}. Whatever a client may write into a path, the figures stay few: only resources
 * that instances have announced get a label of their own.
 *
 * <p>Safe for all threads.
 */
final class RequestMeters {
    /** Of the requests for what no instance has announced. */
    static final String OTHER = "other";

    /** Of the requests for the platform itself. */
    static final String PLATFORM = Subjects.PLATFORM_RESOURCE;

    /** Whoever may announce resources must not fill the memory of the proxy and of who reads its figures. */
    private static final int MAX_RESOURCES = 1_000;

    private final MeterRegistry registry;
    private final Predicate<String> isAnnounced;
    private final RequestCounts counts;

    /** By resource, then by how it ended. */
    private final Map<String, Map<String, Timer>> timers = new ConcurrentHashMap<>();

    /**
     * @param isAnnounced whether an instance says that it serves the resource; asked until it was true once
     * @param counts all but requests for the platform itself, for what proxies tell one another
     */
    RequestMeters(MeterRegistry registry, Predicate<String> isAnnounced, RequestCounts counts) {
        this.registry = registry;
        this.isAnnounced = isAnnounced;
        this.counts = counts;
    }

    /**
     * @param label of the resource
     * @param end one of few values, see {@link Outcome#token}
     */
    void ended(String label, String end, long nanos) {
        Map<String, Timer> ofResource = timers.computeIfAbsent(label, name -> new ConcurrentHashMap<>());
        Timer timer = ofResource.get(end);
        if (timer == null) {
            timer = timer(label, end);
            ofResource.put(end, timer);
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
        if (!label.equals(PLATFORM)) {
            counts.ended(end, nanos);
        }
    }

    /** The resource itself or {@link #OTHER}: one of few. */
    String label(String resource) {
        boolean known = timers.containsKey(resource)
                || resource.equals(PLATFORM)
                || timers.size() < MAX_RESOURCES && isAnnounced.test(resource);
        return known ? resource : OTHER;
    }

    /** The same one for the same labels, however often it is asked for. */
    private Timer timer(String resource, String end) {
        return Timer.builder("pullway.proxy.requests")
                .description("Requests of clients, from their arrival to the answer")
                .tags("resource", resource, "outcome", end)
                .serviceLevelObjectives(Figures.buckets())
                .register(registry);
    }
}
