package io.pullway.simulation;

import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;

/**
 * What all simulations have: settings, where they send to, what became of their requests. At the end they print it, and
 * write it where {@code -Drecord=FILE} says.
 */
class PlatformSimulation extends Simulation {
    final Settings settings = Settings.ofSystem();
    final Outcomes outcomes = new Outcomes();
    final Calls calls = new Calls(outcomes);

    /** Users share their connections, as those do that come through a gateway. */
    final HttpProtocolBuilder protocol() {
        return http.baseUrl(settings.target())
                .shareConnections()
                .disableFollowRedirect()
                .disableCaching();
    }

    /** What is lost or wrong fails the simulation; what is refused does not. */
    static Assertion nothingFails() {
        return global().failedRequests().count().is(0L);
    }

    @Override
    public void after() {
        System.out.print(outcomes.table());
        settings.record().ifPresent(outcomes::write);
    }
}
