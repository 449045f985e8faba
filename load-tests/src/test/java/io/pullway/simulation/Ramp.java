package io.pullway.simulation;

import static io.gatling.javaapi.core.CoreDsl.incrementUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;

/**
 * Looks for the knee: {@code path} is asked {@code rate} times a second, after a {@code steps}-th of {@code duration} twice as
 * often, then three times, and so on. At the end it prints each step and the last one before latency takes off or requests
 * fail, if there was one. It fails for no outcome: it is meant to go too far.
 */
public final class Ramp extends PlatformSimulation {
    private final Stairs stairs;

    public Ramp() {
        int steps = (int) settings.number("steps", 10);
        stairs = new Stairs(steps, settings.rate(200), settings.duration("1m").dividedBy(steps));
        String path = System.getProperty("path", "/api/users?limit=20");
        setUp(scenario("ramp")
                        .exec(calls.get(
                                "ramp",
                                http("ramp").get(path).requestTimeout(settings.duration("patience", "5s")),
                                Calls.ANY))
                        .injectOpen(incrementUsersPerSec(stairs.increment())
                                .times(steps)
                                .eachLevelLasting(stairs.length())
                                .startingFrom(stairs.increment())))
                .protocols(protocol());
    }

    @Override
    public void after() {
        super.after();
        System.out.print(stairs.report(outcomes.all()));
    }
}
