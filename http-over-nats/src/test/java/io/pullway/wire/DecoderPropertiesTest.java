package io.pullway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;

/**
 * No input whatever makes a decoder throw anything but its own refusal (any other exception fails the
 * property), and what it accepts it writes again as an equal message.
 */
class DecoderPropertiesTest {
    private static final String ID = "0199a5e0-7c1f-7000-8000-00000000002a";

    @Property(tries = 10_000)
    @StatisticsReport(StatisticsReportMode.OFF)
    void anyOctetsAreARequestOrRefused(@ForAll("requestLike") byte[] octets) {
        boolean accepted = isRequest(octets);
        Statistics.collect(accepted);
        // Else the inputs are too wild, or too tame.
        Statistics.coverage(coverage -> {
            coverage.check(true).percentage(share -> share > 5);
            coverage.check(false).percentage(share -> share > 20);
        });
    }

    @Property(tries = 10_000)
    @StatisticsReport(StatisticsReportMode.OFF)
    void anyOctetsAreAnAnswerOrRefused(@ForAll("responseLike") byte[] octets) {
        boolean accepted = isResponse(octets);
        Statistics.collect(accepted);
        Statistics.coverage(coverage -> {
            coverage.check(true).percentage(share -> share > 5);
            coverage.check(false).percentage(share -> share > 20);
        });
    }

    @Property(tries = 300)
    void aRequestCutOffInItsHeaderSectionIsRefused(@ForAll("requests") HttpRequestMessage request) throws Exception {
        byte[] whole = request.encode();
        for (int length = 0; length < whole.length - request.body().length(); length++) {
            assertThat(isRequest(Arrays.copyOf(whole, length))).isFalse();
        }
    }

    @Property(tries = 300)
    void anAnswerCutOffInItsHeaderSectionIsRefused(@ForAll("responses") HttpResponseMessage response) throws Exception {
        byte[] whole = response.encode();
        for (int length = 0; length < whole.length - response.body().length(); length++) {
            assertThat(isResponse(Arrays.copyOf(whole, length))).isFalse();
        }
    }

    @Property(tries = 10_000)
    @StatisticsReport(StatisticsReportMode.OFF)
    void anyTextIsADeliveryOrRefused(@ForAll("ackSubjects") String subject) {
        boolean accepted;
        try {
            DeliveryInfo info = DeliveryInfo.parse(subject);
            assertThat(info.deliveries()).isNotNegative();
            assertThat(info.streamSequence()).isNotNegative();
            assertThat(info.storedNanos()).isNotNegative();
            accepted = true;
        } catch (MalformedMessageException refused) {
            accepted = false;
        }
        Statistics.collect(accepted);
        Statistics.coverage(coverage -> {
            coverage.check(true).percentage(share -> share > 5);
            coverage.check(false).percentage(share -> share > 20);
        });
    }

    @Property(tries = 5_000)
    void anyTextIsMappedOrRefused(@ForAll String method, @ForAll String target, @ForAll RequestKind kind) {
        assertThat(RequestSubject.of(kind, method, target)).isNotNull();
        assertThat(RequestSubject.of(kind, "GET", target)).isNotNull();
        assertThat(RequestSubject.of(kind, "GET", "/" + target)).isNotNull();
    }

    @Property(tries = 5_000)
    void anyTextIsAnIdOrNone(@ForAll("idLike") String text) {
        RequestId id = RequestId.parse(text);
        boolean canonical = text.matches("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
        assertThat(id != null).isEqualTo(canonical);
        assertThat(id == null ? text : id.text()).isEqualTo(text);
    }

    /** Whatever is answered to has five tokens of harmless letters, the last two of which are known. */
    @Property(tries = 10_000)
    @StatisticsReport(StatisticsReportMode.OFF)
    void anyTextIsTheOwnReplyAddressOrNot(@ForAll("replyLike") String replyTo) {
        boolean own = Subjects.isReplyFor(replyTo, "users", RequestId.parse(ID));
        assertThat(own)
                .isEqualTo(replyTo.matches("reply\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.users\\." + ID + "(?![\\r\\n])"));
        Statistics.collect(own);
        Statistics.coverage(coverage -> coverage.check(true).count(count -> count > 50));
    }

    private static boolean isRequest(byte[] octets) {
        HttpRequestMessage message;
        try {
            message = HttpRequestMessage.decode(octets);
        } catch (MalformedMessageException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return false;
        }
        try {
            assertThat(HttpRequestMessage.decode(message.encode())).isEqualTo(message);
        } catch (MalformedMessageException e) {
            throw new AssertionError("accepted, but cannot be written again: " + e.getMessage(), e);
        }
        return true;
    }

    private static boolean isResponse(byte[] octets) {
        HttpResponseMessage message;
        try {
            message = HttpResponseMessage.decode(octets);
        } catch (MalformedMessageException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return false;
        }
        try {
            assertThat(HttpResponseMessage.decode(message.encode())).isEqualTo(message);
        } catch (MalformedMessageException e) {
            throw new AssertionError("accepted, but cannot be written again: " + e.getMessage(), e);
        }
        return true;
    }

    @Provide
    Arbitrary<HttpRequestMessage> requests() {
        return Wire.request();
    }

    @Provide
    Arbitrary<HttpResponseMessage> responses() {
        return Wire.response();
    }

    @Provide
    Arbitrary<byte[]> requestLike() {
        Arbitrary<byte[]> valid = Wire.request().map(DecoderPropertiesTest::encoded);
        return messageLike(valid, "POST /users/5?x=1 HTTP/1.1\r\n", MessagePieces.REQUEST);
    }

    @Provide
    Arbitrary<byte[]> responseLike() {
        Arbitrary<byte[]> valid = Wire.response().map(DecoderPropertiesTest::encoded);
        return messageLike(valid, "HTTP/1.1 200 OK\r\n", MessagePieces.RESPONSE);
    }

    private static Arbitrary<byte[]> messageLike(Arbitrary<byte[]> valid, String startLine, List<String> pieces) {
        Arbitrary<byte[]> random = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
        Arbitrary<byte[]> composed = Arbitraries.of(pieces)
                .list()
                .ofMaxSize(14)
                .map(some -> Wire.octetsOf(startLine + String.join("", some)));
        return Arbitraries.oneOf(random, composed, composed, Mutations.of(valid), Mutations.of(valid));
    }

    private static byte[] encoded(Object message) {
        try {
            return message instanceof HttpRequestMessage request
                    ? request.encode()
                    : ((HttpResponseMessage) message).encode();
        } catch (MalformedMessageException e) {
            throw new AssertionError("a legal message is refused", e);
        }
    }

    @Provide
    Arbitrary<String> ackSubjects() {
        Arbitrary<String> number = Arbitraries.oneOf(
                Arbitraries.longs().greaterOrEqual(0).map(String::valueOf),
                Arbitraries.of(
                        "",
                        "-1",
                        "+1",
                        "9223372036854775807",
                        "9223372036854775808",
                        "9999999999999999999",
                        "x",
                        "18446744073709551617",
                        "00000000000000000000001",
                        "1 ",
                        "\u0661",
                        "1e3"));
        Arbitrary<String> tokens = Arbitraries.oneOf(number, number, number, Wire.name())
                .list()
                .ofMinSize(5)
                .ofMaxSize(10)
                .map(list -> "$JS.ACK.s.c." + String.join(".", list));
        Arbitrary<String> legal = Arbitraries.longs()
                .greaterOrEqual(0)
                .list()
                .ofSize(5)
                .map(list -> "$JS.ACK.s.c."
                        + String.join(".", list.stream().map(String::valueOf).toList()));
        return Arbitraries.oneOf(Arbitraries.strings(), tokens, tokens, legal, legal.map(text -> text + ".x.y"));
    }

    @Provide
    Arbitrary<String> idLike() {
        Arbitrary<String> hex =
                Arbitraries.strings().withChars("0123456789abcdef-").ofLength(36);
        Arbitrary<String> near = Arbitraries.randomValue(
                        random -> RequestId.next().text())
                .flatMap(id -> Arbitraries.of(
                        id,
                        id + "0",
                        id.substring(1),
                        id.toUpperCase(),
                        id.replace('-', '0'),
                        id.replace('-', '.'),
                        " " + id,
                        "{" + id + "}",
                        id.substring(0, 35) + "g"));
        return Arbitraries.oneOf(Arbitraries.strings(), hex, near);
    }

    @Provide
    Arbitrary<String> replyLike() {
        Arbitrary<String> token = Arbitraries.oneOf(
                Arbitraries.of("users", "proxy", "p1", ID, "", "*", ">", "a b", "%", "\u00e4", "user", "userss"),
                Wire.name());
        return token.list()
                .ofMaxSize(6)
                .flatMap(tokens -> Arbitraries.of(
                        String.join(".", tokens),
                        "reply." + String.join(".", tokens),
                        "reply." + String.join(".", tokens) + ".users." + ID,
                        "reply." + String.join(".", tokens) + ".users." + ID + "\n",
                        "reply." + String.join(".", tokens) + "." + ID));
    }
}
