package io.pullway.simulation;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

/** People look around: {@code rate} of them arrive a second, for {@code duration}; {@code think} between two looks. */
public final class Browse extends PlatformSimulation {
    public Browse() {
        Visits visits = new Visits(calls, settings.duration("think", "1s"), null);
        setUp(scenario("browse")
                        .exec(visits.browse())
                        .injectOpen(constantUsersPerSec(settings.rate(20))
                                .during(settings.duration("1m"))
                                .randomized()))
                .protocols(protocol())
                .assertions(nothingFails());
    }
}
