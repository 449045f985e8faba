package io.pullway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;

/** What is written can be read, and means what was meant: nothing is smuggled in by any part of a message. */
class EncoderPropertiesTest {

    @Property(tries = 2_000)
    void everyLegalRequestIsReadAsItWasWritten(@ForAll("requests") HttpRequestMessage request) throws Exception {
        assertThat(HttpRequestMessage.decode(request.encode())).isEqualTo(request);
    }

    @Property(tries = 2_000)
    void everyLegalAnswerIsReadAsItWasWritten(@ForAll("responses") HttpResponseMessage response) throws Exception {
        assertThat(HttpResponseMessage.decode(response.encode())).isEqualTo(response);
    }

    @Property(tries = 5_000)
    @StatisticsReport(StatisticsReportMode.OFF)
    void aRequestIsRefusedOrReadAsItWasMeant(@ForAll("anyRequests") HttpRequestMessage request) {
        byte[] payload;
        try {
            payload = request.encode();
        } catch (MalformedMessageException refused) {
            Statistics.collect("refused");
            return;
        }
        Statistics.collect("written");
        assertRead(payload, request);
        Statistics.coverage(coverage -> {
            coverage.check("written").percentage(share -> share > 5);
            coverage.check("refused").percentage(share -> share > 20);
        });
    }

    private static void assertRead(byte[] payload, HttpRequestMessage request) {
        try {
            HttpRequestMessage read = HttpRequestMessage.decode(payload);
            RequestEnvelope meant = request.envelope();
            RequestEnvelope trimmed = new RequestEnvelope(
                    meant.requestId(),
                    meant.replyTo() == null ? null : Wire.trimmed(meant.replyTo()),
                    meant.budgetMillis(),
                    meant.claim(),
                    meant.claimed(),
                    meant.attempt());
            assertThat(read)
                    .isEqualTo(new HttpRequestMessage(
                            trimmed, request.method(), request.target(), trimmed(request.fields()), request.body()));
        } catch (MalformedMessageException e) {
            throw new AssertionError("written, but cannot be read: " + e.getMessage(), e);
        }
    }

    @Property(tries = 5_000)
    void anAnswerIsRefusedOrReadAsItWasMeant(@ForAll("anyResponses") HttpResponseMessage response) {
        byte[] payload;
        try {
            payload = response.encode();
        } catch (MalformedMessageException refused) {
            return;
        }
        try {
            ResponseEnvelope meant = response.envelope();
            assertThat(HttpResponseMessage.decode(payload))
                    .isEqualTo(new HttpResponseMessage(
                            new ResponseEnvelope(
                                    meant.requestId(),
                                    Wire.trimmed(meant.servedBy()),
                                    meant.queueWaitMillis(),
                                    meant.outcome()),
                            response.status(),
                            trimmed(response.fields()),
                            response.body()));
        } catch (MalformedMessageException e) {
            throw new AssertionError("written, but cannot be read: " + e.getMessage(), e);
        }
    }

    @Property(tries = 2_000)
    void aLineBreakOrNulInAnyPartOfARequestIsRefused(
            @ForAll("requests") HttpRequestMessage request,
            @ForAll("breakers") String breaker,
            @ForAll RequestPart part,
            @ForAll long seed) {
        HttpRequestMessage broken = switch (part) {
            case METHOD -> with(request, inserted(request.method(), breaker, seed), request.target(), "a", "b");
            case TARGET -> with(request, request.method(), inserted(request.target(), breaker, seed), "a", "b");
            case NAME -> with(request, request.method(), request.target(), inserted("accept", breaker, seed), "b");
            case VALUE -> with(request, request.method(), request.target(), "a", inserted("text", breaker, seed));
        };
        assertThatThrownBy(broken::encode).isInstanceOf(MalformedMessageException.class);
    }

    enum RequestPart {
        METHOD,
        TARGET,
        NAME,
        VALUE
    }

    @Property
    void anEmptyMethodTargetOrNameIsRefused(@ForAll("requests") HttpRequestMessage request) {
        assertThatThrownBy(with(request, "", request.target(), "a", "b")::encode)
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(with(request, request.method(), "", "a", "b")::encode)
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(with(request, request.method(), request.target(), "", "b")::encode)
                .isInstanceOf(MalformedMessageException.class);
    }

    @Property
    void aLineBreakOrNulInTheReplyAddressIsRefused(
            @ForAll("requests") HttpRequestMessage request, @ForAll("breakers") String breaker, @ForAll long seed) {
        RequestEnvelope envelope = new RequestEnvelope(
                request.envelope().requestId(), inserted("reply.proxy.p.users.x", breaker, seed), 1, 0);
        HttpRequestMessage broken =
                new HttpRequestMessage(envelope, request.method(), request.target(), request.fields(), request.body());
        assertThatThrownBy(broken::encode).isInstanceOf(MalformedMessageException.class);
    }

    @Property
    void aLineBreakOrNulInTheNameOfAnInstanceIsRefused(@ForAll("breakers") String breaker, @ForAll long seed) {
        HttpResponseMessage broken = new HttpResponseMessage(
                new ResponseEnvelope(RequestId.next(), inserted("instance", breaker, seed), 0, null),
                200,
                new FieldLines(),
                Body.EMPTY);
        assertThatThrownBy(broken::encode).isInstanceOf(MalformedMessageException.class);
    }

    private static HttpRequestMessage with(
            HttpRequestMessage request, String method, String target, String name, String value) {
        return new HttpRequestMessage(
                request.envelope(), method, target, new FieldLines().add(name, value), request.body());
    }

    private static String inserted(String text, String breaker, long seed) {
        int at = (int) Math.floorMod(seed, (long) text.length() + 1);
        return text.substring(0, at) + breaker + text.substring(at);
    }

    private static FieldLines trimmed(FieldLines fields) {
        FieldLines trimmed = new FieldLines();
        fields.forEach((name, value) -> trimmed.add(name, Wire.trimmed(value)));
        return trimmed;
    }

    @Provide
    Arbitrary<String> breakers() {
        return Arbitraries.of("\r", "\n", "\0", "\r\n", "\r\n\r\n", "\r\nx: y", "\n folded", "\u010d\u010a", "\u560a");
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
    Arbitrary<HttpRequestMessage> anyRequests() {
        Arbitrary<RequestEnvelope> envelope = Combinators.combine(Wire.requestId(), rather(Wire.name()), Wire.claim())
                .as((id, replyTo, claim) -> new RequestEnvelope(id, replyTo, 1, claim));
        return Combinators.combine(envelope, rather(Wire.method()), rather(Wire.target()), anyFields(), Wire.body())
                .as(HttpRequestMessage::new);
    }

    @Provide
    Arbitrary<HttpResponseMessage> anyResponses() {
        Arbitrary<ResponseEnvelope> envelope = Combinators.combine(
                        Wire.requestId(), rather(Wire.fieldValue()), Wire.claim())
                .as((id, servedBy, wait) -> new ResponseEnvelope(id, servedBy, wait, null));
        Arbitrary<Integer> status = Arbitraries.integers().between(-1, 1_000);
        return Combinators.combine(envelope, status, anyFields(), Wire.body()).as(HttpResponseMessage::new);
    }

    private static Arbitrary<FieldLines> anyFields() {
        Arbitrary<String> names = Arbitraries.oneOf(
                Wire.fieldName(),
                Wire.fieldName(),
                rather(Wire.fieldName()),
                Arbitraries.of("pullway-x", "Accept", "pullway"));
        return Combinators.combine(names, rather(Wire.fieldValue()))
                .as((name, value) -> new FieldLines().add(name, value))
                .list()
                .ofMaxSize(3)
                .map(some -> {
                    FieldLines all = new FieldLines();
                    some.forEach(line -> line.forEach(all::add));
                    return all;
                });
    }

    /** Mostly legal; else with one character that may be anything. */
    private static Arbitrary<String> rather(Arbitrary<String> legal) {
        Arbitrary<String> touched = Combinators.combine(
                        legal,
                        Arbitraries.oneOf(
                                Arbitraries.chars().range('\0', '\u0120'), Arbitraries.of(' ', '\t', '\r', '\n')),
                        Arbitraries.longs())
                .as((text, c, seed) -> inserted(text, String.valueOf(c), seed));
        return Arbitraries.oneOf(legal, legal, legal, touched);
    }
}
