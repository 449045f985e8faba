package io.pullway.simulation;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;

/** {@code rate} people a second for {@code duration}, who browse and rate. */
public final class Mixed extends MixedSimulation {
    public Mixed() {
        arrive(constantUsersPerSec(settings.rate(10))
                .during(settings.duration("1m"))
                .randomized());
    }
}
