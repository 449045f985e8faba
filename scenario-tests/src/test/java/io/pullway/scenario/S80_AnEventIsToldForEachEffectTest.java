package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import io.pullway.scenario.EffectLedger.Effect;
import io.pullway.scenario.EventLog.RatingEvent;
import io.pullway.scenario.History.Outcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two instances of a service are killed in turn while ratings are made, changed and deleted. */
final class S80_AnEventIsToldForEachEffectTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int MOST_BETWEEN_KILLS = 200;

    private Platform platform;

    @BeforeEach
    void start() {
        platform = Platform.of("S80")
                .echoes(0)
                .ratings(2)
                // Work of a killed instance goes on elsewhere after the ack wait: sooner than usual.
                .streams(text -> text.replace("ackWait: 10s", "ackWait: 3s").replace("ackWait: 30s", "ackWait: 3s"))
                .start();
    }

    @AfterEach
    void end() {
        platform.close();
    }

    @Test
    void throughFourKills() {
        throughKills(4);
    }

    @Test
    @Tag("fault")
    void throughTwoHundredKills() {
        Reliability.row("kill -9 of services that tell events", throughKills(200), "every effect told once, in order");
    }

    private History throughKills(int kills) {
        Random random = Seed.random("S80");
        EffectLedger ledger = EffectLedger.begin(platform);
        History history;
        try (RatingTraffic traffic = RatingTraffic.start(platform, random)) {
            for (int i = 0; i < kills; i++) {
                long more = ledger.size() + 1 + random.nextInt(MOST_BETWEEN_KILLS);
                Await.until(SOON, more + " effects", () -> ledger.size() >= more);
                Program victim = platform.rating(1 + random.nextInt(2));
                victim.process().kill();
                victim.start();
                victim.awaitReady();
            }
            traffic.end();
            history = traffic.history();
        }
        Await.until(SOON, "nothing is delivered again", () -> isWorkedOff());
        Await.until(SOON, "everything is told", () -> ledger.outbox() == 0);

        List<Effect> effects = ledger.all();
        List<RatingEvent> events;
        try (EventLog log = new EventLog(platform)) {
            events = log.ofRatings();
        }
        System.getLogger("S80")
                .log(System.Logger.Level.INFO, effects.size() + " effects, " + events.size() + " events; " + history);
        assertThat(history.count(Outcome.WRONG)).isZero();
        Map<String, RatingEvent> byId = new LinkedHashMap<>();
        events.forEach(event -> byId.putIfAbsent(event.id(), event));
        assertThat(byId.values().stream().map(S80_AnEventIsToldForEachEffectTest::effect))
                .containsExactlyInAnyOrderElementsOf(effects);
        // Nobody was away for longer than the duplicate window.
        assertThat(events).hasSameSizeAs(byId.values());
        Map<Long, List<Effect>> told = byId.values().stream()
                .map(S80_AnEventIsToldForEachEffectTest::effect)
                .collect(Collectors.groupingBy(Effect::rating));
        assertThat(told)
                .as("what happened to each rating, in its order")
                .isEqualTo(effects.stream().collect(Collectors.groupingBy(Effect::rating)));
        Await.until(SOON, "the averages are those of the ratings", () -> ledger.wrongAverages() == 0);
        return history;
    }

    private boolean isWorkedOff() {
        CommandLine status = CommandLine.of(platform, "status", "-o", "json").succeeded();
        return status.json()
                .get("services")
                .valueStream()
                .allMatch(service -> service.get("inFlight").asLong() == 0
                        && service.get("waiting").asLong() == 0);
    }

    private static Effect effect(RatingEvent event) {
        return new Effect(event.service(), event.rating(), event.what(), event.version());
    }
}
