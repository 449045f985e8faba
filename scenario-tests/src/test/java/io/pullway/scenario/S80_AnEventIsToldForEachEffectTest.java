package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import io.pullway.scenario.EffectLedger.Effect;
import io.pullway.scenario.EventLog.RatingEvent;
import io.pullway.scenario.History.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Instances of a service are killed in turn, and never all, while ratings are made, changed and deleted. */
final class S80_AnEventIsToldForEachEffectTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int MOST_BETWEEN_KILLS = 200;

    private Platform platform;

    @BeforeEach
    void start() {
        platform = Platform.of("S80")
                .echoes(0)
                .ratings(3)
                // Work of a killed instance goes on elsewhere after the ack wait: sooner than usual.
                .streams(text -> text.replace("ackWait: 10s", "ackWait: 3s").replace("ackWait: 30s", "ackWait: 3s"))
                .start();
    }

    @AfterEach
    void end() {
        platform.close();
    }

    @Test
    void throughTenKills() {
        throughKills(10);
    }

    @Test
    @Tag("fault")
    void throughTwoHundredKills() {
        Reliability.row("kill -9 of services that tell events", throughKills(200), "every effect told once, in order");
    }

    private History throughKills(int kills) {
        Random random = Seed.random("S80");
        try (EffectLedger ledger = EffectLedger.begin(platform);
                RatingTraffic traffic = RatingTraffic.start(platform, random)) {
            for (int i = 0; i < kills; i++) {
                long more = ledger.size() + 1 + random.nextInt(MOST_BETWEEN_KILLS);
                Await.until(SOON, more + " effects", () -> ledger.size() >= more);
                Program victim = Victim.among(platform.ratings(), random);
                victim.process().kill();
                victim.start();
            }
            traffic.end();
            Await.until(SOON, "nothing is delivered again", () -> isWorkedOff());
            Await.until(SOON, "everything is told", () -> ledger.outbox() == 0);

            List<RatingEvent> events = told();
            System.getLogger("S80")
                    .log(
                            System.Logger.Level.INFO,
                            ledger.size() + " effects, " + events.size() + " events; " + traffic.history());
            assertThat(traffic.history().ended(Outcome.WRONG)).isEmpty();
            assertToldOnce(events, ledger.all());
            assertThat(traffic.changes().size())
                    .as("changes that were answered")
                    .isPositive();
            assertThat(traffic.changes().toldTooEarly(events)).isEmpty();
            Await.until(SOON, "the averages are those of the ratings", () -> ledger.wrongAverages() == 0);
            return traffic.history();
        }
    }

    private List<RatingEvent> told() {
        try (EventLog log = new EventLog(platform)) {
            return log.ofRatings();
        }
    }

    private static void assertToldOnce(List<RatingEvent> events, List<Effect> effects) {
        // Nobody was away for longer than the duplicate window.
        assertThat(events).extracting(RatingEvent::id).doesNotHaveDuplicates();
        List<Effect> told = events.stream()
                .map(event -> new Effect(event.service(), event.rating(), event.what(), event.version()))
                .toList();
        assertThat(told).containsExactlyInAnyOrderElementsOf(effects);
        assertThat(told.stream().collect(Collectors.groupingBy(Effect::rating)))
                .as("what happened to each rating, in its order")
                .isEqualTo(effects.stream().collect(Collectors.groupingBy(Effect::rating)));
    }

    private boolean isWorkedOff() {
        CommandLine status = CommandLine.of(platform, "status", "-o", "json").succeeded();
        return status.json()
                .get("services")
                .valueStream()
                .allMatch(service -> service.get("inFlight").asLong() == 0
                        && service.get("waiting").asLong() == 0);
    }
}
