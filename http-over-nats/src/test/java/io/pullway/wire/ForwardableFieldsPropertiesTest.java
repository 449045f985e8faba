package io.pullway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** Whatever a client or an application sends, the fields of the connection and of the platform stay behind. */
class ForwardableFieldsPropertiesTest {
    /** RFC 9110 sections 7.6.1 and 18.4. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection", "close", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade");

    /** Replaced by the proxy, met by it, or said by the length of the message. */
    private static final Set<String> NEVER_IN_A_REQUEST = Set.of(
            "content-length",
            "expect",
            "http2-settings",
            "proxy-authorization",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "x-forwarded-prefix",
            "x-forwarded-port",
            "x-forwarded-ssl");

    @Property(tries = 5_000)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void exactlyTheEndToEndFieldsOfARequestTravel(@ForAll("lines") List<Map.Entry<String, String>> lines) {
        Set<String> left = stays(lines);
        left.addAll(NEVER_IN_A_REQUEST);
        assertThat(ForwardableFields.ofRequest(lines)).isEqualTo(without(lines, left));
        Statistics.collect(lines.stream().anyMatch(line -> line.getKey().equalsIgnoreCase("connection")));
        Statistics.coverage(coverage -> coverage.check(true).percentage(share -> share > 10));
    }

    @Property(tries = 5_000)
    void exactlyTheEndToEndFieldsOfAnAnswerTravel(
            @ForAll("lines") List<Map.Entry<String, String>> lines, @ForAll boolean lengthIsInformation) {
        Set<String> left = stays(lines);
        if (!lengthIsInformation) {
            left.add("content-length");
        }
        assertThat(ForwardableFields.ofResponse(lines, lengthIsInformation)).isEqualTo(without(lines, left));
    }

    @Property
    void whatTravelsTravelsOn(@ForAll("lines") List<Map.Entry<String, String>> lines) {
        FieldLines once = ForwardableFields.ofRequest(lines);
        List<Map.Entry<String, String>> again = new ArrayList<>();
        once.forEach((name, value) -> again.add(Map.entry(name, value)));
        assertThat(ForwardableFields.ofRequest(again)).isEqualTo(once);
    }

    private static Set<String> stays(List<Map.Entry<String, String>> lines) {
        Set<String> names = new HashSet<>(HOP_BY_HOP);
        for (Map.Entry<String, String> line : lines) {
            if (line.getKey().equalsIgnoreCase("connection")) {
                for (String option : line.getValue().split("[, \t]+")) {
                    names.add(option.toLowerCase(Locale.ROOT));
                }
            }
        }
        return names;
    }

    private static FieldLines without(List<Map.Entry<String, String>> lines, Set<String> left) {
        FieldLines kept = new FieldLines();
        for (Map.Entry<String, String> line : lines) {
            String name = line.getKey().toLowerCase(Locale.ROOT);
            if (!left.contains(name) && !name.startsWith("pullway-")) {
                kept.add(name, line.getValue());
            }
        }
        return kept;
    }

    @Provide
    Arbitrary<List<Map.Entry<String, String>>> lines() {
        Arbitrary<String> known = Arbitraries.of(
                "Keep-Alive",
                "close",
                "TE",
                "trailer",
                "Transfer-Encoding",
                "upgrade",
                "Proxy-Connection",
                "Pullway-Reply-To",
                "pullway-version",
                "PULLWAY-X",
                "pullwayish",
                "Content-Length",
                "Expect",
                "Proxy-Authorization",
                "X-Forwarded-For",
                "forwarded",
                "X-Forwarded-Prefix",
                "HTTP2-Settings",
                "Accept",
                "x-secret",
                "X-SECRET",
                "set-cookie",
                "tea");
        Arbitrary<String> name = Arbitraries.oneOf(known, known, Wire.fieldName());
        Arbitrary<Map.Entry<String, String>> ordinary =
                Combinators.combine(name, Wire.fieldValue()).as(Map::entry);
        Arbitrary<Map.Entry<String, String>> connection = Combinators.combine(
                        Arbitraries.of("connection", "Connection", "CONNECTION"),
                        Arbitraries.oneOf(known, Wire.name()).list().ofMaxSize(3),
                        Arbitraries.of(",", ", ", " ,\t"))
                .as((key, options, separator) -> Map.entry(key, String.join(separator, options)));
        return Arbitraries.integers()
                .between(0, 6)
                .flatMap(i -> i == 0 ? connection : ordinary)
                .list()
                .ofMaxSize(12);
    }
}
