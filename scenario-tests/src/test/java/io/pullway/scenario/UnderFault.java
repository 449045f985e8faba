package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import io.pullway.scenario.History.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Traffic through the first two proxies of a platform while something fails, and what must hold whatever it is. */
record UnderFault(Platform platform) {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int FLOWS = 200;

    /** Something that goes wrong and is mended again before it returns. */
    interface Fault {
        void pass() throws Exception;
    }

    static UnderFault of(Platform platform) {
        return new UnderFault(platform);
    }

    /** Sends through a fault, until requests flow again after it; what must hold for any fault is asserted here. */
    History through(String name, Fault fault) throws Exception {
        Set<String> before = new TreeSet<>(KeyedUser.inDatabase(platform).keySet());
        List<Program> proxies = List.of(platform.proxy(1), platform.proxy(2));
        try (FaultTraffic traffic = FaultTraffic.start(proxies, Seed.random(name))) {
            History history = traffic.history();
            Await.until(SOON, "requests flow", () -> history.size() > FLOWS);
            fault.pass();
            long answered = history.count(Outcome.ANSWERED);
            Await.until(SOON, "requests flow again", () -> history.count(Outcome.ANSWERED) > answered + FLOWS);
            traffic.end();

            Map<String, List<Long>> stored = KeyedUser.inDatabase(platform);
            stored.keySet().removeAll(before);
            long once = stored.values().stream().filter(ids -> ids.size() == 1).count();
            Reliability.row(name, history, once + " of " + traffic.made().size() + " keys");
            assertThat(history.ended(Outcome.SILENT)).isEmpty();
            assertThat(history.except(Outcome.ANSWERED))
                    .noneMatch(entry -> entry.outcome() == Outcome.WRONG || entry.outcome() == Outcome.FAILED);
            assertThat(stored).hasSameSizeAs(traffic.made());
            assertThat(traffic.made())
                    .allSatisfy((user, made) -> assertThat(stored.get(user.name()))
                            .as(user.toString())
                            .singleElement()
                            .matches(id -> made.location().endsWith("/" + id)));
            return history;
        }
    }

    static void allIdempotentAnswered(History history) {
        assertThat(history.except(Outcome.ANSWERED, "GET", "PUT")).isEmpty();
    }

    static void allIdempotentAnsweredOrRefused(History history) {
        assertThat(history.except(Outcome.ANSWERED, "GET", "PUT"))
                .allMatch(entry -> entry.outcome() == Outcome.REFUSED);
    }

    static void last(Duration duration) {
        long begin = System.nanoTime();
        Await.until(duration.plusSeconds(5), "it has lasted", () -> System.nanoTime() - begin > duration.toNanos());
    }
}
