package io.pullway.simulation;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;

/**
 * Impatient clients: each rates with a key, waits {@code patience} for the answer, and sends it again at once, up to ten
 * times. What is lost on the way is no failure of its own; what counts is that in the end each rating is there, and once.
 * {@code rate} of them arrive a second for {@code duration}, with {@code token}.
 */
public final class RetryStorm extends PlatformSimulation {
    private static final int ATTEMPTS = 10;

    /** Until what the attempts started has ended: a budget of 30 s and a redelivery. */
    private static final Duration SETTLED = Duration.ofSeconds(45);

    public RetryStorm() {
        // Attempts are expected to end badly, and are in no table.
        Visits storm = new Visits(new Calls(new Outcomes()), Duration.ZERO, settings.token());
        Visits calm = new Visits(calls, Duration.ZERO, settings.token());
        setUp(scenario("retry storm")
                        .exec(feed(Visits.examples())
                                .exec(calm.newUser())
                                .exec(repeat(ATTEMPTS).on(attempt(storm)))
                                .pause(SETTLED)
                                .exec(calm.rating("the last attempt"))
                                .doIf(session -> session.contains("done") || Calls.hasSucceeded(session))
                                .then(calm.lookUp()))
                        .injectOpen(constantUsersPerSec(settings.rate(20))
                                .during(settings.duration("1m"))
                                .randomized()))
                .protocols(protocol())
                .assertions(nothingFails());
    }

    private ChainBuilder attempt(Visits storm) {
        Duration patience = settings.duration("patience", "100ms");
        return doIf(session -> !session.contains("done"))
                .then(storm.attempt(patience).exec(RetryStorm::noteWhetherDone));
    }

    private static Session noteWhetherDone(Session session) {
        Session calm = session.markAsSucceeded();
        return session.getString(Calls.BODY).startsWith("{\"id\":") ? calm.set("done", true) : calm;
    }
}
