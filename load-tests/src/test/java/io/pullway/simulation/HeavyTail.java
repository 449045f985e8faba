package io.pullway.simulation;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One request in a hundred costs a hundred times as much. Arrivals are by chance, {@code rate} a second, whatever becomes of
 * those before them. {@code light} is what an ordinary request costs, {@code cost} how ({@code wait} or {@code cpu}),
 * {@code patience} how long a sender waits, {@code seed} which ones are the heavy ones. A first part, {@code warmup}, is not
 * recorded; after it the file {@code begun} is made. {@code scripts/load-report} sends it to several balancers in turn; it
 * fails for no outcome.
 */
public final class HeavyTail extends PlatformSimulation {
    private static final int TIMES_AS_MUCH = 100;
    private static final double PART = 0.01;
    private static final Pattern WORK =
            Pattern.compile("\\{\"id\":(\\d+),\"process\":(\\d+),\"startedMicros\":(\\d+),\"endedMicros\":(\\d+)}");

    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicLong ids = new AtomicLong();

    public HeavyTail() {
        double rate = settings.rate(100);
        setUp(requests("warm-up", new Calls(new Outcomes()))
                        .injectOpen(constantUsersPerSec(rate)
                                .during(settings.duration("warmup", "3s"))
                                .randomized())
                        .andThen(requests("heavy tail", calls)
                                .injectOpen(constantUsersPerSec(rate)
                                        .during(settings.duration("20s"))
                                        .randomized())))
                .protocols(protocol());
    }

    private ScenarioBuilder requests(String name, Calls recorded) {
        return scenario(name)
                .exec(feed(costs(new Random((long) settings.number("seed", 1))))
                        .exec(session -> {
                            noteBegin(recorded);
                            return session;
                        })
                        .doIfOrElse(session -> session.getBoolean("heavy"))
                        .then(work("heavy", recorded))
                        .orElse(work("light", recorded)));
    }

    private void noteBegin(Calls sending) {
        String file = System.getProperty("begun");
        if (sending == calls && file != null && begun.compareAndSet(false, true)) {
            try {
                Files.createFile(Path.of(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Iterator<Map<String, Object>> costs(Random chance) {
        long light = settings.duration("light", "10ms").toMillis();
        return Stream.generate(() -> {
                    boolean heavy = chance.nextDouble() < PART;
                    return Map.<String, Object>of(
                            "id",
                            ids.incrementAndGet(),
                            "heavy",
                            heavy,
                            "millis",
                            heavy ? TIMES_AS_MUCH * light : light);
                })
                .iterator();
    }

    private ChainBuilder work(String kind, Calls recorded) {
        String cost = System.getProperty("cost", "wait");
        Duration patience = settings.duration("patience", "2s");
        return recorded.call(
                kind,
                http(kind).get("/api/echo/work?id=#{id}&" + cost + "=#{millis}").requestTimeout(patience),
                new Calls.Expectation(200, (session, body) -> isOf(session.getLong("id"), body), HeavyTail::timesheet));
    }

    private static boolean isOf(long id, String body) {
        Matcher work = WORK.matcher(body);
        return work.matches() && Long.parseLong(work.group(1)) == id;
    }

    private static Exchange.Work timesheet(String body) {
        Matcher work = WORK.matcher(body);
        if (!work.matches()) {
            throw new IllegalArgumentException("no work: " + body);
        }
        return new Exchange.Work(
                Long.parseLong(work.group(2)), Long.parseLong(work.group(3)), Long.parseLong(work.group(4)));
    }
}
