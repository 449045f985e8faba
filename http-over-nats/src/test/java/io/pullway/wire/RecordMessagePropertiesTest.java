package io.pullway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullway.wire.RecordEnvelope.State;
import io.pullway.wire.ResponseEnvelope.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;
import org.junit.jupiter.api.Test;

/** Records go through NATS unchanged, and no octets whatever make their decoder throw anything but its refusal. */
class RecordMessagePropertiesTest {
    private static final List<String> PIECES = Stream.concat(
                    MessagePieces.RESPONSE.stream(),
                    Stream.of(
                            "pullway-state: claim\r\n",
                            "pullway-state: started\r\n",
                            "pullway-state: answer\r\n",
                            "pullway-state: Answer\r\n",
                            "pullway-kind: keyed\r\n",
                            "pullway-kind: http\r\n",
                            "pullway-fingerprint: f\r\n",
                            "pullway-principal: p\r\n",
                            "pullway-principal: a b\r\n",
                            "pullway-deadline: 1\r\n",
                            "pullway-deadline: 1000000000000000000\r\n",
                            "pullway-claim: 7\r\n",
                            "pullway-nonce: n\r\n",
                            "pullway-repeatable: 1\r\n",
                            "pullway-repeatable: 0\r\n"))
            .toList();

    @Property(tries = 2_000)
    void aRecordIsReadAsItWasWritten(@ForAll("records") RecordMessage record) throws Exception {
        assertThat(RecordMessage.decode(record.encode())).isEqualTo(record);
    }

    @Property(tries = 500)
    void aRecordIsAnAnswerForWhoKnowsNothingOfRecords(@ForAll("records") RecordMessage record) throws Exception {
        assertThat(HttpResponseMessage.decode(record.encode())).isEqualTo(record.response());
    }

    @Property(tries = 300)
    void aRecordCutOffInItsHeaderSectionIsRefused(@ForAll("records") RecordMessage record) throws Exception {
        byte[] whole = record.encode();
        for (int length = 0; length < whole.length - record.response().body().length(); length++) {
            assertThat(isRecord(Arrays.copyOf(whole, length))).isFalse();
        }
    }

    @Property(tries = 10_000)
    @StatisticsReport(StatisticsReportMode.OFF)
    void anyOctetsAreARecordOrRefused(@ForAll("recordLike") byte[] octets) {
        Statistics.collect(isRecord(octets));
        Statistics.coverage(coverage -> {
            coverage.check(true).percentage(share -> share > 5);
            coverage.check(false).percentage(share -> share > 20);
        });
    }

    @Test
    void whatContradictsItselfIsRefusedByTheWriterAndTheReader() throws Exception {
        RecordEnvelope.Request request = new RecordEnvelope.Request(RequestKind.KEYED, "f", "p", 5);
        assertThatThrownBy(() -> new RecordEnvelope(State.CLAIM, request, 1, null, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RecordEnvelope(State.STARTED, request, 1, null, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RecordEnvelope(State.ANSWER, request, 1, "n", false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RecordEnvelope(State.ANSWER, request, 1, null, true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RecordEnvelope.Request(RequestKind.HTTP, "f", "p", 5))
                .isInstanceOf(IllegalArgumentException.class);
        String head = "HTTP/1.1 %d \r\npullway-request-id: 0199a5e0-7c1f-7000-8000-00000000002a\r\n"
                + "pullway-kind: keyed\r\npullway-fingerprint: f\r\npullway-principal: p\r\npullway-deadline: 5\r\n";
        assertThat(isRecord(Wire.octetsOf(head.formatted(102) + "pullway-state: claim\r\n\r\n")))
                .isTrue();
        for (String rest : List.of(
                "pullway-state: claim\r\npullway-claim: 3\r\n\r\n",
                "pullway-state: claim\r\nx: y\r\n\r\n",
                "pullway-state: claim\r\n\r\nbody",
                "pullway-state: started\r\npullway-claim: 3\r\n\r\n",
                "pullway-state: claim\r\npullway-state: claim\r\n\r\n",
                "\r\n")) {
            assertThat(isRecord(Wire.octetsOf(head.formatted(102) + rest)))
                    .as(rest)
                    .isFalse();
        }
        for (String rest : List.of(
                "pullway-state: claim\r\n\r\n",
                "pullway-state: answer\r\n\r\n",
                "pullway-state: outcome\r\npullway-claim: 3\r\n\r\n",
                "pullway-state: answer\r\npullway-claim: 3\r\npullway-outcome: gave-up\r\n\r\n")) {
            assertThat(isRecord(Wire.octetsOf(head.formatted(200) + rest)))
                    .as(rest)
                    .isFalse();
        }
    }

    private static boolean isRecord(byte[] octets) {
        RecordMessage record;
        try {
            record = RecordMessage.decode(octets);
        } catch (MalformedMessageException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return false;
        }
        try {
            assertThat(RecordMessage.decode(record.encode())).isEqualTo(record);
        } catch (MalformedMessageException e) {
            throw new AssertionError("accepted, but cannot be written again: " + e.getMessage(), e);
        }
        return true;
    }

    @Provide
    Arbitrary<RecordMessage> records() {
        return Arbitraries.of(State.class)
                .flatMap(state ->
                        Combinators.combine(envelope(state), response(state)).as(RecordMessage::new));
    }

    private static Arbitrary<RecordEnvelope> envelope(State state) {
        Arbitrary<RecordEnvelope.Request> request = Wire.claimed();
        Arbitrary<Long> claim =
                state == State.CLAIM ? Arbitraries.just(0L) : Wire.claim().filter(number -> number > 0);
        boolean started = state == State.STARTED;
        Arbitrary<String> nonce = started ? Wire.name() : Arbitraries.just("");
        Arbitrary<Boolean> repeatable = started ? Arbitraries.of(true, false) : Arbitraries.just(false);
        return Combinators.combine(request, claim, nonce, repeatable)
                .as((asked, sequence, run, again) ->
                        new RecordEnvelope(state, asked, sequence, run.isEmpty() ? null : run, again));
    }

    private static Arbitrary<HttpResponseMessage> response(State state) {
        return Combinators.combine(Wire.response(), Arbitraries.of(Outcome.class))
                .as((any, outcome) -> {
                    ResponseEnvelope told = any.envelope();
                    Outcome shown = switch (state) {
                        case OUTCOME -> Objects.requireNonNullElse(told.outcome(), outcome);
                        case RELEASED -> told.outcome();
                        default -> null;
                    };
                    ResponseEnvelope envelope =
                            new ResponseEnvelope(told.requestId(), told.servedBy(), told.queueWaitMillis(), shown);
                    return state.isPending()
                            ? new HttpResponseMessage(envelope, 102, new FieldLines(), Body.EMPTY)
                            : new HttpResponseMessage(envelope, Math.max(200, any.status()), any.fields(), any.body());
                });
    }

    @Provide
    Arbitrary<byte[]> recordLike() {
        Arbitrary<byte[]> valid = records().map(RecordMessagePropertiesTest::encoded);
        Arbitrary<byte[]> random = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
        Arbitrary<byte[]> composed = Combinators.combine(
                        Arbitraries.of("HTTP/1.1 200 OK\r\n", "HTTP/1.1 102 \r\n"),
                        Arbitraries.of(PIECES).list().ofMaxSize(14))
                .as((start, some) -> Wire.octetsOf(start + String.join("", some)));
        return Arbitraries.oneOf(random, composed, Mutations.of(valid), Mutations.of(valid));
    }

    private static byte[] encoded(RecordMessage record) {
        try {
            return record.encode();
        } catch (MalformedMessageException e) {
            throw new AssertionError("a legal record is refused", e);
        }
    }
}
