package io.pullway.wire;

import java.time.Duration;

/**
 * The average of what was measured lately: a measurement counts half as much for each half-life that it
 * is old. Without measurements the average itself decays to zero. Safe for all threads.
 */
public final class DecayingAverage {
    private final double halfLifeNanos;
    private double sum;
    private double weight;
    private long lastNanos;

    public DecayingAverage(Duration halfLife) {
        this.halfLifeNanos = halfLife.toNanos();
    }

    /** @param nowNanos by {@link System#nanoTime}; a time before the last one counts as the same */
    public synchronized void add(double value, long nowNanos) {
        double left = left(nowNanos);
        sum = sum * left + value;
        weight = weight * left + 1;
        lastNanos = nowNanos;
    }

    /** @param nowNanos by {@link System#nanoTime} */
    public synchronized double value(long nowNanos) {
        return weight == 0 ? 0 : sum / weight * left(nowNanos);
    }

    /** How many measurements a second there are, from the first one on; 0 without any. */
    public synchronized double perSecond(long nowNanos) {
        return weight * left(nowNanos) * Math.log(2) / (halfLifeNanos / 1e9);
    }

    private double left(long nowNanos) {
        return weight == 0 ? 0 : Math.exp(-Math.log(2) * Math.max(0, nowNanos - lastNanos) / halfLifeNanos);
    }
}
