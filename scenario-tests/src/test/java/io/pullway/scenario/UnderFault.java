package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pullway.fixtures.Await;
import io.pullway.scenario.History.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * Traffic through a platform of two proxies while something fails, and what must hold whatever it is.
 *
 * @param at what the clients send to
 * @param mostRuns of a request that is not once-only
 * @param expected dead letters beside those of unsafe requests
 */
record UnderFault(Platform platform, List<? extends Endpoint> at, int mostRuns, Predicate<JsonNode> expected) {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int FLOWS = 200;

    /** Something that goes wrong and is mended again before it returns. */
    interface Fault {
        void pass() throws Exception;
    }

    /** At its first two proxies. */
    static UnderFault of(Platform platform) {
        return new UnderFault(platform, List.of(platform.proxy(1), platform.proxy(2)), 1, letter -> false);
    }

    /** Clients send to these instead. */
    UnderFault at(Endpoint... endpoints) {
        return new UnderFault(platform, List.of(endpoints), mostRuns, expected);
    }

    /** Where somebody else stores requests again: these may run so often. */
    UnderFault runsAtMost(int times) {
        return new UnderFault(platform, at, times, expected);
    }

    /** A dead letter of the fault itself is no surprise. @param reason that it gives */
    UnderFault buries(String reason) {
        return new UnderFault(
                platform, at, mostRuns, letter -> letter.get("reason").asText().equals(reason));
    }

    /** Sends through a fault, until requests flow again after it; what must hold for any fault is asserted here. */
    History through(String name, Fault fault) throws Exception {
        try (StreamsSince streams = new StreamsSince(platform);
                ReplyTap tap = new ReplyTap(platform.nats());
                FaultTraffic traffic =
                        FaultTraffic.start(at, !platform.moderations().isEmpty(), Seed.random(name))) {
            History history = traffic.history();
            Await.until(SOON, "requests flow", () -> history.size() > FLOWS);
            fault.pass();
            long answered = history.count(Outcome.ANSWERED);
            Await.until(SOON, "requests flow again", () -> history.count(Outcome.ANSWERED) > answered + FLOWS);
            traffic.end();

            Aftermath aftermath = new Aftermath(platform, traffic, streams, tap);
            Reliability.row(name, history, aftermath.effects());
            assertThat(history.ended(Outcome.SILENT, Outcome.WRONG, Outcome.FAILED))
                    .isEmpty();
            aftermath.check(mostRuns, expected);
            return history;
        }
    }

    static void allIdempotentAnswered(History history) {
        assertThat(notAnswered(history)).isEmpty();
    }

    static void allIdempotentAnsweredOrRefused(History history) {
        assertThat(notAnswered(history)).allMatch(entry -> entry.outcome() == Outcome.REFUSED);
    }

    /** Where only the database is away: who does not need it sees nothing of that. */
    static void allWithoutDatabaseAnswered(History history) {
        assertThat(history.except(Outcome.ANSWERED, FaultTraffic.GET, FaultTraffic.PUT))
                .isEmpty();
        allIdempotentAnsweredOrRefused(history);
    }

    static void last(Duration duration) {
        long begin = System.nanoTime();
        Await.until(duration.plusSeconds(5), "it has lasted", () -> System.nanoTime() - begin > duration.toNanos());
    }

    private static List<History.Entry> notAnswered(History history) {
        return history.except(Outcome.ANSWERED, FaultTraffic.GET, FaultTraffic.PUT, FaultTraffic.GET_USER);
    }
}
