package io.pullway.simulation;

import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Choice;
import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.ScenarioBuilder;
import java.util.List;
import java.util.Map;

/** People of both kinds, as {@code mix} says, by default {@code browse=80,rate=20}; a subclass says when they arrive. */
class MixedSimulation extends PlatformSimulation {
    /** @param steps how users arrive, one after the other */
    final void arrive(OpenInjectionStep... steps) {
        setUp(people().injectOpen(steps)).protocols(protocol()).assertions(nothingFails());
    }

    private ScenarioBuilder people() {
        Map<String, Double> mix = settings.mix("browse=80,rate=20");
        boolean changes = mix.containsKey("rate");
        Visits visits = new Visits(calls, settings.duration("think", "1s"), changes ? settings.token() : null);
        List<Choice.WithWeight> choices = mix.entrySet().stream()
                .map(part -> percent(part.getValue()).then(chain(visits, part.getKey())))
                .toList();
        return scenario("people").exec(randomSwitch().on(choices));
    }

    private static ChainBuilder chain(Visits visits, String name) {
        return switch (name) {
            case "browse" -> visits.browse();
            case "rate" -> visits.rate();
            default -> throw new IllegalArgumentException("mix: there is browse and rate, but no " + name);
        };
    }
}
