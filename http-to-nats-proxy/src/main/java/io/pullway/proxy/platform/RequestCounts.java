package io.pullway.proxy.platform;

import io.pullway.wire.Figures;
import io.pullway.wire.RequestFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Counts how the requests of this proxy end, and how long they take. Safe for all threads. */
public final class RequestCounts {
    private static final long[] BUCKETS_NANOS =
            Stream.of(Figures.buckets()).mapToLong(Duration::toNanos).toArray();

    private final Map<String, LongAdder> ended = new ConcurrentHashMap<>();

    /** One for each bucket, and one for what took longer than all of them. */
    private final List<LongAdder> took =
            Stream.generate(LongAdder::new).limit(BUCKETS_NANOS.length + 1).toList();

    /** @param end one of few values */
    public void ended(String end, long nanos) {
        ended.computeIfAbsent(end, name -> new LongAdder()).increment();
        int bucket = 0;
        while (bucket < BUCKETS_NANOS.length && nanos > BUCKETS_NANOS[bucket]) {
            bucket++;
        }
        took.get(bucket).increment();
    }

    /** @param inFlight how many requests the proxy has now */
    public RequestFigures figures(int inFlight) {
        Map<String, Long> ends = new TreeMap<>();
        ended.forEach((end, count) -> ends.put(end, count.sum()));
        List<Long> times = new ArrayList<>();
        took.forEach(count -> times.add(count.sum()));
        return new RequestFigures(inFlight, ends, times);
    }
}
