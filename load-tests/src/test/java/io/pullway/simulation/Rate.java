package io.pullway.simulation;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

/**
 * People rate: each makes a user, rates a service, sends the same once more by mistake, and looks whether it is there once.
 * {@code rate} of them arrive a second, for {@code duration}, with {@code token}.
 */
public final class Rate extends PlatformSimulation {
    public Rate() {
        Visits visits = new Visits(calls, settings.duration("think", "1s"), settings.token());
        setUp(scenario("rate")
                        .exec(visits.rate())
                        .injectOpen(constantUsersPerSec(settings.rate(10))
                                .during(settings.duration("1m"))
                                .randomized()))
                .protocols(protocol())
                .assertions(nothingFails());
    }
}
