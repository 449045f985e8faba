package io.pullway.load;

import io.pullway.load.figures.Medians;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * One contender at one number of requests in flight: medians over the rounds, except errors, which are all of them.
 *
 * @param perSecondOfRounds what each round brought, so that their spread can be seen
 */
record Summary(
        double perSecond,
        double p50Millis,
        double p99Millis,
        long errors,
        Map<Role, Measurement.Cost> costs,
        double strangersPercent,
        List<Double> perSecondOfRounds) {

    /** @throws IllegalArgumentException without a measurement */
    static Summary of(List<Measurement> rounds) {
        ToDoubleFunction<Measurement> perSecond = round -> round.load().perSecond();
        Map<Role, Measurement.Cost> costs = new EnumMap<>(Role.class);
        rounds.getFirst()
                .costs()
                .keySet()
                .forEach(role -> costs.put(
                        role,
                        new Measurement.Cost(
                                Medians.median(
                                        rounds, round -> round.costs().get(role).cpuMicros()),
                                Medians.median(
                                        rounds, round -> round.costs().get(role).residentMegabytes()))));
        return new Summary(
                Medians.median(rounds, perSecond),
                Medians.median(rounds, round -> round.load().p50Millis()),
                Medians.median(rounds, round -> round.load().p99Millis()),
                rounds.stream().mapToLong(round -> round.load().errors()).sum(),
                costs,
                Medians.median(rounds, Measurement::strangersPercent),
                rounds.stream().map(perSecond::applyAsDouble).toList());
    }

    /** CPU time of all processes together, a request. */
    double cpuMicros() {
        return costs.values().stream().mapToDouble(Measurement.Cost::cpuMicros).sum();
    }
}
