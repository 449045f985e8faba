package io.pullway.wire;

import io.pullway.wire.ResponseEnvelope.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
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
        Arbitrary<String> names = Arbitraries.frequencyOf(Tuple.of(3, fieldName()), Tuple.of(1, repeated()));
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
        Arbitrary<String> octets = Arbitraries.strings()
                .withCharRange('\1', '\u00ff')
                .excludeChars('/', '\\')
                .ofMaxLength(16)
                .filter(text -> !text.matches("\\.\\.?"));
        return Combinators.combine(octets, Arbitraries.longs()).as((text, seed) -> written(text, new Random(seed)));
    }

    /** One of the ways in which a path may hold these octets. */
    static String written(String octets, Random random) {
        StringBuilder written = new StringBuilder();
        octets.chars().forEach(octet -> {
            boolean mayStandRaw = octet > ' ' && octet != 0x7f && "%?#/\\".indexOf(octet) < 0;
            switch (random.nextInt(mayStandRaw ? 4 : 2)) {
                case 0 -> written.append(String.format("%%%02X", octet));
                case 1 -> written.append(String.format("%%%02x", octet));
                default -> written.append((char) octet);
            }
        });
        return written.toString();
    }

    /** 0 for none; numbers of the platform have at most 18 digits. */
    static Arbitrary<Long> claim() {
        return Arbitraries.longs().between(0, 999_999_999_999_999_999L);
    }

    static Arbitrary<RequestEnvelope> requestEnvelope() {
        Arbitrary<Long> budget = Arbitraries.longs().between(1, 3_600_000);
        Arbitrary<Long> claim = claim().filter(sequence -> sequence > 0);
        Arbitrary<String> replyTo =
                Combinators.combine(name(), name(), name(), requestId()).as(Subjects::reply);
        return Arbitraries.oneOf(
                Combinators.combine(requestId(), replyTo, budget)
                        .as((id, reply, millis) -> new RequestEnvelope(id, reply, millis, 0)),
                Combinators.combine(
                                requestId(),
                                replyTo,
                                budget,
                                Arbitraries.longs().between(1, RequestEnvelope.MAX_NUMBER))
                        .as(RequestEnvelope::ofCall),
                Combinators.combine(
                                requestId(),
                                replyTo.injectNull(0.5),
                                budget,
                                claim,
                                claimed().injectNull(0.3))
                        .as(RequestEnvelope::new));
    }

    /** What a claim says of its request. */
    static Arbitrary<RecordEnvelope.Request> claimed() {
        return Combinators.combine(Arbitraries.of(RequestKind.KEYED, RequestKind.LATER), name(), name(), claim())
                .as(RecordEnvelope.Request::new);
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
