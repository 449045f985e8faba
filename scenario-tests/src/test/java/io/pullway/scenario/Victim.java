package io.pullway.scenario;

import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Which instance of a service is to be killed next. */
final class Victim {
    private static final Duration SOON = Duration.ofSeconds(60);

    private Victim() {}

    /**
     * One that is at work while another one is ready: those that were killed before may be starting still, and somebody is
     * always left.
     *
     * @throws AssertionError if there is none within a minute
     */
    static Program among(List<Program> instances, Random random) {
        return Await.value(SOON, "two instances are ready, and one is at work", () -> {
            List<Program> ready = ready(instances);
            return ready.size() < 2 ? Optional.empty() : atWork(ready, random);
        });
    }

    /** Returns when one can be killed as soon as it is at work. */
    static void awaitTwoReady(List<Program> instances) {
        Await.until(SOON, "two instances are ready", () -> ready(instances).size() >= 2);
    }

    private static List<Program> ready(List<Program> instances) {
        return instances.stream().filter(Program::hasBecomeReady).toList();
    }

    private static Optional<Program> atWork(List<Program> ready, Random random) {
        List<Program> atWork =
                ready.stream().filter(instance -> Gauges.running(instance) > 0).toList();
        return atWork.isEmpty() ? Optional.empty() : Optional.of(atWork.get(random.nextInt(atWork.size())));
    }
}
