package io.pullway.simulation;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;

/** As {@link Mixed}, an hour long: does anything grow, leak or tire? */
public final class Soak extends MixedSimulation {
    public Soak() {
        arrive(constantUsersPerSec(settings.rate(10))
                .during(settings.duration("1h"))
                .randomized());
    }
}
