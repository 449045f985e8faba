package io.pullway.load.figures;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The floor of the comparison: the same requests at the same times, in one queue before all slots, first come first served,
 * with no time on the way. Nobody who does not know the costs beforehand can do much better.
 */
public final class IdealQueue {
    private final int slots;
    private final long lightMicros;
    private final long heavyMicros;

    public IdealQueue(int slots, long lightMicros, long heavyMicros) {
        this.slots = slots;
        this.lightMicros = lightMicros;
        this.heavyMicros = heavyMicros;
    }

    /** How long the light ones of these requests would have taken. */
    public Latencies ofLight(List<TailExchange> exchanges) {
        PriorityQueue<Long> freeAt = new PriorityQueue<>();
        for (int i = 0; i < slots; i++) {
            freeAt.add(0L);
        }
        return Latencies.ofMicros(exchanges.stream()
                .sorted(Comparator.comparingLong(TailExchange::sentMicros))
                .mapToLong(exchange -> {
                    long end = Math.max(freeAt.remove(), exchange.sentMicros())
                            + (exchange.heavy() ? heavyMicros : lightMicros);
                    freeAt.add(end);
                    return exchange.heavy() ? -1 : end - exchange.sentMicros();
                })
                .filter(micros -> micros >= 0));
    }
}
