package io.pullway.load;

import io.pullway.load.figures.Sample;
import java.util.Locale;

/** The result for people. */
final class TextReport {
    private static final String HEAD = """

            in flight  what    requests/s    p50 ms    p99 ms  errors   CPU µs a request                    resident MB                 others
                                                                        NATS  proxy worker client    all    NATS proxy worker client
            """;

    private TextReport() {}

    static String of(BenchResult result) {
        StringBuilder text = new StringBuilder(conditions(result)).append(HEAD);
        result.runs().forEach(run -> appendRows(text, run));
        text.append('\n');
        result.runs().forEach(run -> appendRatios(text, run));
        result.allocations()
                .forEach((contender, of) -> text.append(format(
                        "Allocated a request, %s: proxy %,.0f bytes, worker %,.0f bytes%n",
                        contender.title(), of.get(Role.PROXY), of.get(Role.WORKER))));
        text.append(format(
                "Start, process start to first answer: proxy %.2f s, echo service %.2f s%n",
                result.starts().proxyMillis() / 1e3, result.starts().serviceMillis() / 1e3));
        if (result.errors() > 0) {
            text.append(format(
                    "%n!!! %d ERRORS: the figures above are not worth anything before they are understood !!!%n",
                    result.errors()));
        }
        return text.toString();
    }

    private static String conditions(BenchResult result) {
        BenchResult.Conditions conditions = result.conditions();
        return format(
                """

                floor  JetStream file work queue alone, PubAck awaited: a jnats client, a jnats worker
                bare   our proxy, a jnats worker that speaks the wire contract
                path   our proxy, the echo service (Jakarta REST)
                keyed  the same, each request with an Idempotency-Key: its answer is kept
                plain  our proxy, a service that writes a row to PostgreSQL (only with --database)
                once   the same, @OnceOnly
                list   our proxy, the rating service: 20 ratings out of PostgreSQL (only with --database)
                own    the same list of the same process over an HTTP port of its own

                Medians of %d rounds of %d s. Requests of %d bytes as stored, answers with a body of %d bytes.
                %s, Java %s (%s), %d processors, JetStream on %s%s.
                "others": part of the machine that other programs used meanwhile. Compare ratios, not runs.
                """,
                result.options().plan().rounds(),
                result.options().plan().seconds(),
                conditions.messageBytes(),
                Sample.JSON.length(),
                conditions.nats(),
                conditions.java(),
                conditions.jvmFlags(),
                conditions.processors(),
                conditions.storeType(),
                conditions.syncAlways() ? ", written to the disk before it is acknowledged" : "");
    }

    private static void appendRows(StringBuilder text, Comparison run) {
        for (Contender contender : run.summaries().keySet()) {
            Summary summary = run.of(contender);
            text.append(format(
                    "%9s  %-6s  %,10.0f  %8.3f  %8.3f  %6d  ",
                    contender == Contender.FLOOR ? Integer.toString(run.inFlight()) : "",
                    contender.title(),
                    summary.perSecond(),
                    summary.p50Millis(),
                    summary.p99Millis(),
                    summary.errors()));
            for (Role role : Role.values()) {
                text.append(cell(summary.costs().get(role), true));
            }
            text.append(format("%7.1f  ", summary.cpuMicros()));
            for (Role role : Role.values()) {
                text.append(cell(summary.costs().get(role), false));
            }
            text.append(format("%5.0f %%%n", summary.strangersPercent()));
        }
    }

    private static String cell(Measurement.Cost cost, boolean cpu) {
        if (cost == null) {
            return cpu ? "      -" : "     -";
        }
        return cpu ? format("%7.1f", cost.cpuMicros()) : format("%6.0f", cost.residentMegabytes());
    }

    private static void appendRatios(StringBuilder text, Comparison run) {
        text.append(format(
                "At %d in flight: path %.2f of the floor, %.2f of bare",
                run.inFlight(), run.ratio(), run.ratioToBare()));
        run.ratioOfKeyed().ifPresent(ratio -> text.append(format("; keyed %.2f of path", ratio)));
        run.ratioOfOnce().ifPresent(ratio -> text.append(format("; once %.2f of plain", ratio)));
        run.ratioOfList().ifPresent(ratio -> text.append(format("; list %.2f of own", ratio)));
        if (run.inFlight() == 1) {
            text.append(format("; the path's p50 %.3f ms above the floor's", run.p50AboveFloorMillis()));
        }
        text.append(format("%n"));
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
