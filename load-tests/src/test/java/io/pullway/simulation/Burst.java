package io.pullway.simulation;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;

/** {@code users} arrive in the same moment, five times, with a pause of a fifth of {@code duration} after each. */
public final class Burst extends MixedSimulation {
    public Burst() {
        var users = atOnceUsers(settings.users(200));
        var pause = nothingFor(settings.duration("30s").dividedBy(5));
        arrive(users, pause, users, pause, users, pause, users, pause, users);
    }
}
