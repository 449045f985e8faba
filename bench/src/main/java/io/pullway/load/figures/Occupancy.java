package io.pullway.load.figures;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How much of the slots stood idle while requests waited elsewhere: what a balancer that guesses wrong wastes.
 *
 * <p>Only of requests that were answered is known where they waited; those that were given up are left out, which flatters
 * whoever has many of them. A request waits from {@link #WAY_MICROS} after it was sent until an instance starts it.
 */
public final class Occupancy {
    /** What the way to a free instance may take on a busy machine. */
    public static final long WAY_MICROS = 5_000;

    private record Change(long micros, int waiting, int running) {}

    private Occupancy() {}

    /**
     * The part of all slots' time in which they were idle although as many requests waited, from 0 to 1, between the first
     * and the last request that was sent.
     *
     * @param slots of all instances together
     */
    public static double idleWhileQueued(List<TailExchange> exchanges, int slots) {
        long from = exchanges.stream().mapToLong(TailExchange::sentMicros).min().orElse(0);
        long to = exchanges.stream().mapToLong(TailExchange::sentMicros).max().orElse(0);
        long lost = 0;
        long before = from;
        int waiting = 0;
        int running = 0;
        for (Change change : changes(exchanges)) {
            long now = Math.clamp(change.micros, from, to);
            lost += (now - before) * Math.clamp(slots - running, 0, waiting);
            before = now;
            waiting += change.waiting;
            running += change.running;
        }
        return to == from ? 0 : lost / ((double) (to - from) * slots);
    }

    private static List<Change> changes(List<TailExchange> exchanges) {
        List<Change> changes = new ArrayList<>();
        for (TailExchange exchange : exchanges) {
            if (exchange.process() != 0) {
                long waits = exchange.sentMicros() + WAY_MICROS;
                if (waits < exchange.startedMicros()) {
                    changes.add(new Change(waits, 1, 0));
                    changes.add(new Change(exchange.startedMicros(), -1, 0));
                }
                changes.add(new Change(exchange.startedMicros(), 0, 1));
                changes.add(new Change(exchange.endedMicros(), 0, -1));
            }
        }
        changes.sort(Comparator.comparingLong(Change::micros));
        return changes;
    }
}
