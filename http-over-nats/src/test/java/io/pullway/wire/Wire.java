package io.pullway.wire;

import io.pullway.wire.ResponseEnvelope.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.arbitraries.StringArbitrary;

/** Everything that the contract allows, at random: written from the RFCs, not from the code under test. */
final class Wire {
    private static final String TOKEN = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz";

    private Wire() {}

    static Arbitrary<String> method() {
        return Arbitraries.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    }

    static Arbitrary<RequestKind> kind() {
        return Arbitraries.of(RequestKind.class);
    }

    static Arbitrary<RequestId> requestId() {
        return Arbitraries.randomValue(random -> RequestId.next());
    }

    /** A name that may be a subject token as it stands. */
    static Arbitrary<String> name() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .numeric()
                .withChars("_-")
                .ofMinLength(1)
                .ofMaxLength(64);
    }

    /** RFC 9110 section 5.1, in lower case, none of the platform's. */
    static Arbitrary<String> fieldName() {
        return Arbitraries.strings()
                .withChars(TOKEN)
                .ofMinLength(1)
                .ofMaxLength(30)
                .filter(name -> !name.startsWith("pullway-"));
    }

    /** RFC 9110 section 5.5: visible octets, obs-text, blanks and tabs inside. */
    static Arbitrary<String> fieldValue() {
        return blanksAndMore(Arbitraries.strings()).ofMaxLength(60).map(Wire::trimmed);
    }

    private static StringArbitrary blanksAndMore(StringArbitrary strings) {
        return strings.withCharRange('!', '~').withCharRange('\u0080', '\u00ff').withChars(" \t");
    }

    /** Without the white space around it: blank and tab, nothing else. */
    static String trimmed(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && (value.charAt(from) == ' ' || value.charAt(from) == '\t')) {
            from++;
        }
        while (to > from && (value.charAt(to - 1) == ' ' || value.charAt(to - 1) == '\t')) {
            to--;
        }
        return value.substring(from, to);
    }

    /** Up to 25 lines; every fourth has a name that another line may have too. */
    static Arbitrary<FieldLines> fields() {
        Arbitrary<String> names =
                Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(3, fieldName()), net.jqwik.api.Tuple.of(1, repeated()));
        return Combinators.combine(names, fieldValue())
                .as(List::of)
                .list()
                .ofMaxSize(25)
                .map(lines -> {
                    FieldLines fields = new FieldLines();
                    lines.forEach(line -> fields.add(line.get(0), line.get(1)));
                    return fields;
                });
    }

    private static Arbitrary<String> repeated() {
        return Arbitraries.of("set-cookie", "accept", "content-type", "x", "traceparent");
    }

    static Arbitrary<Body> body() {
        Arbitrary<byte[]> some = Arbitraries.bytes().array(byte[].class).ofMaxSize(400);
        Arbitrary<byte[]> all = Arbitraries.integers().between(0, 40).map(Wire::everyOctet);
        return Arbitraries.oneOf(some, all).map(Body::of);
    }

    /** All 256 octets, so often. */
    static byte[] everyOctet(int times) {
        byte[] octets = new byte[256 * times];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) i;
        }
        return octets;
    }

    /** A path that is mapped to a subject, with or without a query. */
    static Arbitrary<String> target() {
        Arbitrary<String> path = segment()
                .list()
                .ofMaxSize(6)
                .flatMap(rest ->
                        resource().map(first -> "/" + first + (rest.isEmpty() ? "" : "/" + String.join("/", rest))));
        Arbitrary<String> query = Arbitraries.strings()
                .withCharRange('!', '~')
                .withCharRange('\u0080', '\u00ff')
                .excludeChars('#')
                .ofMaxLength(40)
                .map(text -> "?" + text)
                .injectNull(0.3)
                .map(text -> text == null ? "" : text);
        return Combinators.combine(path, query).as(String::concat);
    }

    private static Arbitrary<String> resource() {
        return segment()
                .filter(segment -> !segment.isEmpty() && !octets(segment).equals("-"));
    }

    /** The octets of a segment as ISO-8859-1 text. */
    static String octets(String segment) {
        return PathModel.decode(segment).orElseThrow();
    }

    /** A segment that is neither a dot segment nor holds a separator or NUL, each octet raw or escaped. */
    static Arbitrary<String> segment() {
        return Arbitraries.integers()
                .between(1, 255)
                .filter(octet -> octet != '/' && octet != '\\')
                .flatMap(Wire::rendered)
                .list()
                .ofMaxSize(16)
                .map(octets -> String.join("", octets))
                .filter(segment -> !octets(segment).matches("\\.\\.?"));
    }

    /** The ways in which a path may hold an octet. */
    static Arbitrary<String> rendered(int octet) {
        String upper = String.format("%%%02X", octet);
        String lower = String.format("%%%02x", octet);
        boolean raw = octet > ' ' && octet != 0x7f && "%?#/\\".indexOf(octet) < 0;
        return raw ? Arbitraries.of(String.valueOf((char) octet), upper, lower) : Arbitraries.of(upper, lower);
    }

    static Arbitrary<RequestEnvelope> requestEnvelope() {
        Arbitrary<Long> budget = Arbitraries.longs().between(1, 3_600_000);
        Arbitrary<Long> claim = Arbitraries.longs().between(1, 999_999_999_999_999_999L);
        Arbitrary<String> replyTo =
                Combinators.combine(name(), name(), name(), requestId()).as(Subjects::reply);
        return Arbitraries.oneOf(
                Combinators.combine(requestId(), replyTo, budget)
                        .as((id, reply, millis) -> new RequestEnvelope(id, reply, millis, 0)),
                Combinators.combine(requestId(), replyTo.injectNull(0.5), budget, claim)
                        .as(RequestEnvelope::new));
    }

    static Arbitrary<HttpRequestMessage> request() {
        return Combinators.combine(requestEnvelope(), method(), target(), fields(), body())
                .as(HttpRequestMessage::new);
    }

    static Arbitrary<HttpResponseMessage> response() {
        Arbitrary<Outcome> outcome = Arbitraries.of(Outcome.class).injectNull(0.7);
        Arbitrary<Long> wait = Arbitraries.longs().between(-1, 999_999_999_999_999_999L);
        Arbitrary<ResponseEnvelope> envelope =
                Combinators.combine(requestId(), fieldValue(), wait, outcome).as(ResponseEnvelope::new);
        Arbitrary<Integer> status = Arbitraries.integers().between(100, 599);
        return Combinators.combine(envelope, status, fields(), body()).as(HttpResponseMessage::new);
    }

    /** Octets as text, for comparisons that show what differs. */
    static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    static byte[] octetsOf(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] joined(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
