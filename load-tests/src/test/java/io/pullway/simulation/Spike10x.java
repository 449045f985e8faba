package io.pullway.simulation;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;

import java.time.Duration;

/** {@code rate} people a second; in the middle third of {@code duration} ten times as many. */
public final class Spike10x extends MixedSimulation {
    private static final int TIMES_AS_MANY = 10;

    public Spike10x() {
        double rate = settings.rate(5);
        Duration third = settings.duration("1m").dividedBy(3);
        arrive(
                constantUsersPerSec(rate).during(third).randomized(),
                constantUsersPerSec(TIMES_AS_MANY * rate).during(third).randomized(),
                constantUsersPerSec(rate).during(third).randomized());
    }
}
