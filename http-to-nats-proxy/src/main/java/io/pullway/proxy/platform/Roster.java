package io.pullway.proxy.platform;

import io.pullway.wire.PresenceReport;
import io.pullway.wire.Subjects;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who was heard lately, proxies and instances of services, those too that drain. For people: what the proxy acts on
 * is its presence. Safe for all threads.
 */
public final class Roster {
    /** Whoever may publish reports must not fill the memory of the proxy. */
    private static final int MAX_PRESENT = 5_000;

    private final Map<String, Present> present = new ConcurrentHashMap<>();

    /**
     * Who was heard.
     *
     * @param token unlike that of anybody else; names are not unique
     * @param report the last one
     * @param resources for which it reported
     * @param nanos when
     */
    record Present(String token, PresenceReport report, SortedSet<String> resources, long nanos) {
        boolean isProxy() {
            return resources.contains(Subjects.PLATFORM_RESOURCE);
        }
    }

    /** @param resource {@link Subjects#PLATFORM_RESOURCE} of a proxy */
    public void heard(String resource, String token, PresenceReport report, long nowNanos) {
        // By the kind too: an instance of a service cannot pass for a proxy.
        boolean proxy = resource.equals(Subjects.PLATFORM_RESOURCE);
        String key = (proxy ? Subjects.PLATFORM_RESOURCE : report.service()) + "." + token;
        if (present.size() < MAX_PRESENT || present.containsKey(key)) {
            present.compute(key, (same, before) -> {
                SortedSet<String> resources = new TreeSet<>(List.of(resource));
                if (before != null) {
                    resources.addAll(before.resources());
                }
                return new Present(token, report, resources, nowNanos);
            });
        }
    }

    /** Forgets who is gone. */
    public void tick(long nowNanos) {
        present.values().removeIf(each -> nowNanos - each.nanos() > PresenceReport.GONE_AFTER.toNanos());
    }

    /** In the order of services, names and tokens. */
    List<Present> all() {
        return present.values().stream()
                .sorted(Comparator.comparing((Present each) -> each.report().service())
                        .thenComparing(each -> each.report().instance())
                        .thenComparing(Present::token))
                .toList();
    }
}
