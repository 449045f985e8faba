package io.pullway.load;

import io.pullway.load.figures.IdealQueue;
import io.pullway.load.figures.Json;
import io.pullway.load.figures.TailExchange;
import io.pullway.load.figures.TailFigures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compares pulling with pushing where one request in a hundred costs a hundred times as much, also while an instance is
 * frozen or killed. Started by {@code scripts/load-report}. Each round begins with another balancer, also across phases, so
 * that none is always the one that meets what the last one left; where an instance is killed, each run has a new one.
 */
public final class TailComparison {
    /** Other requests are the heavy ones than in any round. */
    private static final int WARM_UP_SEED = 1_000;

    private final TailOptions options;
    private final Progress progress = new Progress();
    private final List<Balancer> order = new ArrayList<>(List.of(Balancer.values()));

    private TailComparison(TailOptions options) {
        this.options = options;
    }

    public static void main(String[] none) {
        TailOptions options = TailOptions.ofScript();
        MeasuringProgram.run(
                "load-report", null, workplace -> new TailComparison(options).compare(Tools.ofScript(), workplace));
    }

    private void compare(Tools tools, Workplace workplace) {
        progress.say("Starting NATS, the proxy, " + options.instances() + " instances, nginx and Caddy twice each");
        TailBed bed = TailBed.start(tools, workplace, options);
        for (Balancer balancer : Balancer.values()) {
            progress.say("Warming up " + balancer.title());
            TailRun.of(bed, workplace, options, new TailRun.Sending(balancer, TailPhase.COMPUTE, WARM_UP_SEED));
        }
        Map<String, Object> phases = new LinkedHashMap<>();
        for (TailPhase phase : TailPhase.values()) {
            phases.put(phase.name().toLowerCase(Locale.ROOT), measure(bed, workplace, phase));
        }
        write(report(bed, phases));
    }

    private Map<String, Object> measure(TailBed bed, Workplace workplace, TailPhase phase) {
        Map<Balancer, List<TailFigures.Run>> runs = new EnumMap<>(Balancer.class);
        for (int round = 1; round <= options.rounds(phase); round++) {
            for (Balancer balancer : order) {
                if (phase == TailPhase.KILL) {
                    bed.replaceVictim();
                }
                TailRun run = TailRun.of(bed, workplace, options, new TailRun.Sending(balancer, phase, round));
                TailFigures.Run measured = new TailFigures.Run(run.exchanges(), run.faultMicros());
                runs.computeIfAbsent(balancer, any -> new ArrayList<>()).add(measured);
                tell(phase, round, balancer, figures(List.of(measured), phase));
            }
            Collections.rotate(order, 1);
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        runs.forEach((balancer, ofIt) -> {
            Map<String, Object> map = figures(ofIt, phase).asMap();
            if (phase == TailPhase.STEADY) {
                map.put("idealCurve", ideal(ofIt));
            }
            figures.put(balancer.title(), map);
        });
        return figures;
    }

    private TailFigures figures(List<TailFigures.Run> runs, TailPhase phase) {
        return new TailFigures(runs, options.allSlots(), phase.patience().toNanos() / 1_000);
    }

    /** What one queue would have made of the same requests. */
    private Map<String, Object> ideal(List<TailFigures.Run> runs) {
        List<TailExchange> exchanges =
                runs.stream().flatMap(run -> run.exchanges().stream()).toList();
        long light = TailPhase.STEADY.light().toNanos() / 1_000;
        return TailFigures.curve(
                new IdealQueue(options.allSlots(), light, TailOptions.HEAVY_TIMES * light).ofLight(exchanges));
    }

    private void tell(TailPhase phase, int round, Balancer balancer, TailFigures figures) {
        Map<String, Object> map = figures.asMap();
        progress.say(String.format(
                Locale.ROOT,
                "%s, round %d/%d, %-17s  light p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms; %s of %s failed",
                phase.name().toLowerCase(Locale.ROOT),
                round,
                options.rounds(phase),
                balancer.title(),
                map.get("lightP50"),
                map.get("lightP99"),
                map.get("lightP999"),
                map.get("failed"),
                map.get("requests")));
    }

    private Map<String, Object> report(TailBed bed, Map<String, Object> phases) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("finished", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("nats", bed.versionOfNats());
        json.put("java", Runtime.version().toString());
        json.put("nginx", Tools.property("nginx-version"));
        json.put("caddy", Tools.property("caddy-version"));
        json.put("processors", Runtime.getRuntime().availableProcessors());
        json.put("instances", options.instances());
        json.put("slotsEach", options.slots());
        json.put("perSecond", options.rate(TailPhase.STEADY));
        json.put("perSecondInFaults", options.rate(TailPhase.KILL));
        json.put("perSecondComputing", options.rate(TailPhase.COMPUTE));
        json.put("secondsEach", options.seconds());
        json.put("rounds", options.rounds(TailPhase.STEADY));
        json.put("roundsOfOthers", options.rounds(TailPhase.KILL));
        json.put("phases", phases);
        return json;
    }

    private void write(Map<String, Object> json) {
        try {
            Files.writeString(options.json(), Json.write(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
