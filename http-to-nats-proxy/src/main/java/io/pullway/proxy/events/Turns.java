package io.pullway.proxy.events;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Turns of those who catch up.
 *
 * @param free as many as may have one at a time
 * @param patience so long a reader may take to have room again
 */
record Turns(Semaphore free, Duration patience) {
    /** In the order in which they ask. @param most at a time */
    static Turns of(int most, Duration patience) {
        return new Turns(new Semaphore(most, true), patience);
    }
}
