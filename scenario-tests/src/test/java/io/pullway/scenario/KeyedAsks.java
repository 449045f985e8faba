package io.pullway.scenario;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Users to be asked for, each so many times, with the times of some others in between: at any time some keys are new. They end
 * when there were enough of them and what the run is for has happened. Any thread may take one.
 */
final class KeyedAsks {
    private static final int AT_ONCE = 50;

    private final Random random;
    private final int times;
    private final int least;
    private final BooleanSupplier isEnough;
    private final Queue<KeyedUser> asks = new ArrayDeque<>();
    private int users;

    /**
     * @param times how often each user is asked for
     * @param least users; some more come as long as it is not enough
     */
    KeyedAsks(Random random, int times, int least, BooleanSupplier isEnough) {
        this.random = random;
        this.times = times;
        this.least = least;
        this.isEnough = isEnough;
    }

    synchronized Optional<KeyedUser> next() {
        if (asks.isEmpty() && isToGoOn()) {
            addSome();
        }
        return Optional.ofNullable(asks.poll());
    }

    /** Whether the last one has been taken. */
    synchronized boolean isOver() {
        return asks.isEmpty() && !isToGoOn();
    }

    private boolean isToGoOn() {
        return users < least || !isEnough.getAsBoolean();
    }

    /** How many there were. */
    synchronized int users() {
        return users;
    }

    private void addSome() {
        List<KeyedUser> some =
                Stream.generate(() -> KeyedUser.random(random)).limit(AT_ONCE).toList();
        List<KeyedUser> shuffled = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            shuffled.addAll(some);
        }
        Collections.shuffle(shuffled, random);
        asks.addAll(shuffled);
        users += AT_ONCE;
    }
}
