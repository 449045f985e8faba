package io.pullway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.wire.RequestSubject.Mapped;
import io.pullway.wire.RequestSubject.Refused;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** The mapping of paths to subjects, held against {@link PathModel}. */
class RequestSubjectPropertiesTest {
    private static final String LEGAL = "(http|keyed|later)\\.[A-Za-z0-9_%-]+\\.[a-z]+(\\.[A-Za-z0-9_%-]+)*";

    @Property(tries = 10_000)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void aPathIsMappedOrRefusedAsTheModelSays(
            @ForAll("kinds") RequestKind kind,
            @ForAll("methods") String method,
            @ForAll("nastyTargets") String target) {
        PathModel model = PathModel.of(kind, method, target);
        switch (RequestSubject.of(kind, method, target)) {
            case Mapped mapped -> {
                assertThat(model.refused()).as(target).isNull();
                assertThat(mapped.subject()).startsWith(kind.token() + "." + mapped.resource() + ".");
            }
            case Refused(RequestSubject.Reason reason, String detail) -> {
                assertThat(reason).as(target).isEqualTo(model.refused());
                assertThat(detail).endsWith(".");
            }
        }
        Statistics.collect(String.valueOf(model.refused()));
        // A model that nearly always refuses would prove little.
        Statistics.coverage(coverage -> {
            coverage.check("null").percentage(share -> share > 10);
            coverage.check("BAD_TARGET").percentage(share -> share > 10);
            coverage.check("NO_RESOURCE").count(count -> count > 100);
            coverage.check("METHOD_NOT_IMPLEMENTED").count(count -> count > 100);
        });
    }

    @Property(tries = 30_000)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void twoPathsShareASubjectIfAndOnlyIfTheirDecodedSegmentsAreEqual(
            @ForAll("likePaths") String one, @ForAll("likePaths") String other) {
        RequestKind kind = RequestKind.HTTP;
        if (!(RequestSubject.of(kind, "GET", one) instanceof Mapped first)
                || !(RequestSubject.of(kind, "GET", other) instanceof Mapped second)) {
            return;
        }
        boolean sameSegments = PathModel.of(kind, "GET", one)
                .segments()
                .equals(PathModel.of(kind, "GET", other).segments());
        assertThat(first.subject().equals(second.subject()))
                .as("%s and %s", one, other)
                .isEqualTo(sameSegments);
        Statistics.collect(sameSegments && !one.equals(other) ? "written differently, equal" : sameSegments);
        Statistics.coverage(coverage -> {
            coverage.check("written differently, equal").count(count -> count > 100);
            coverage.check(false).count(count -> count > 1_000);
        });
    }

    @Property(tries = 2_000)
    void everyWayToWriteTheSameSegmentsHasTheSameSubject(@ForAll("targets") String target, @ForAll Random random) {
        RequestSubject first = RequestSubject.of(RequestKind.HTTP, "GET", target);
        assertThat(first).isInstanceOf(Mapped.class);
        String again = PathModel.of(RequestKind.HTTP, "GET", target).segments().stream()
                .map(segment -> Wire.written(segment, random))
                .collect(Collectors.joining("/", "/", ""));
        assertThat(RequestSubject.of(RequestKind.HTTP, "GET", again)).isEqualTo(first);
    }

    @Property(tries = 10_000)
    void noIllegalOctetReachesASubject(
            @ForAll("kinds") RequestKind kind, @ForAll("methods") String method, @ForAll("anyTargets") String target) {
        if (RequestSubject.of(kind, method, target) instanceof Mapped mapped) {
            assertThat(mapped.subject()).matches(LEGAL).hasSizeLessThanOrEqualTo(1_024);
        }
    }

    @Property(tries = 2_000)
    void theQueryHasNoPartInTheSubject(@ForAll("targets") String target, @ForAll String query) {
        String path = target.split("\\?", 2)[0];
        assertThat(RequestSubject.of(RequestKind.HTTP, "GET", path + "?" + query))
                .isEqualTo(RequestSubject.of(RequestKind.HTTP, "GET", path));
    }

    @Property(tries = 2_000)
    void methodsAndKindsAreSubjectsApart(
            @ForAll("targets") String target,
            @ForAll("kinds") RequestKind kind,
            @ForAll("legalMethods") String method) {
        Mapped plain = (Mapped) RequestSubject.of(RequestKind.HTTP, "GET", target);
        Mapped other = (Mapped) RequestSubject.of(kind, method, target);
        assertThat(plain.subject().equals(other.subject())).isEqualTo(kind == RequestKind.HTTP && method.equals("GET"));
    }

    @Provide
    Arbitrary<RequestKind> kinds() {
        return Wire.kind();
    }

    @Provide
    Arbitrary<String> legalMethods() {
        return Wire.method();
    }

    @Provide
    Arbitrary<String> methods() {
        Arbitrary<String> illegal = Arbitraries.of("CONNECT", "TRACE", "get", "", "GET ", "GET.", "BREW", "*", ">");
        return Arbitraries.integers().between(0, 9).flatMap(i -> i == 0 ? illegal : Wire.method());
    }

    @Provide
    Arbitrary<String> targets() {
        return Wire.target();
    }

    /** Pieces at which mappings go wrong. */
    @Provide
    Arbitrary<String> nastyTargets() {
        Arbitrary<String> piece = Arbitraries.of(
                "a",
                "a",
                "b",
                "A",
                "%61",
                "%41",
                "%2E",
                "%2e",
                ".",
                "..",
                "-",
                "%2D",
                "_",
                "/",
                "/",
                "/",
                "%25",
                "*",
                ">",
                "%2A",
                "%3e",
                "%20",
                "%0D%0A",
                "\u00e9",
                "%C3%A9",
                "~",
                "%7F",
                "?",
                "?a=/b",
                "%",
                "%4",
                "%G1",
                "%1g",
                "\\",
                "%5c",
                "%2F",
                "%00",
                " ",
                "\t",
                "\r",
                "\n",
                "\0",
                "#",
                "\u007f",
                "\u0100",
                "\uff0f",
                "%\u0661\u0661");
        return Combinators.combine(
                        Arbitraries.of("/", "/", "/", "/", "/a/", "/a/", "", "*", "//", "/-/"),
                        piece.list().ofMaxSize(6))
                .as((start, pieces) -> start + String.join("", pieces));
    }

    @Provide
    Arbitrary<String> anyTargets() {
        Arbitrary<String> any = Arbitraries.strings().ofMaxLength(60).map(text -> "/" + text);
        Arbitrary<String> octets = Arbitraries.strings()
                .withCharRange('\0', '\u00ff')
                .ofMaxLength(1_200)
                .map(text -> "/" + text);
        Arbitrary<String> longOnes = Arbitraries.strings()
                .withChars("abc/%2E")
                .ofMinLength(900)
                .ofMaxLength(1_200)
                .map(text -> "/r/" + text.replaceAll("%(?!2E)", ""));
        return Arbitraries.oneOf(any, octets, longOnes, nastyTargets(), targets());
    }

    /** So few and so alike that the same segments come up often. */
    @Provide
    Arbitrary<String> likePaths() {
        return Arbitraries.of("a", "%61", ".", "%2e", "/", "%25", "%2561")
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(pieces -> "/" + String.join("", pieces));
    }
}
