package io.pullway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.wire.RequestSubject.Mapped;
import io.pullway.wire.RequestSubject.Refused;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/wire-contract.md} shows is what this code does. */
class WireContractDocumentTest {
    private static final Pattern SUBJECT_ROW =
            Pattern.compile("(?m)^\\| `([^`]+)` \\| `([^`]+)` \\| (?:`(http[^`]+)`|(\\d{3})) \\|$");

    private static String document() throws Exception {
        return Files.readString(Path.of("../docs/wire-contract.md"));
    }

    static Stream<MatchResult> subjectRows() throws Exception {
        List<MatchResult> rows = SUBJECT_ROW.matcher(document()).results().toList();
        assertThat(rows).hasSizeGreaterThan(25);
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("subjectRows")
    void everyRowOfTheSubjectTableHolds(MatchResult row) {
        String told = switch (RequestSubject.of(RequestKind.HTTP, row.group(1), row.group(2))) {
            case Mapped mapped -> mapped.subject();
            case Refused refused ->
                switch (refused.reason()) {
                    case BAD_TARGET -> "400";
                    case NO_RESOURCE -> "404";
                    case TARGET_TOO_LONG -> "414";
                    case METHOD_NOT_IMPLEMENTED -> "501";
                };
        };
        assertThat(told).isEqualTo(row.group(3) == null ? row.group(4) : row.group(3));
    }

    @Test
    void theIdOfACallIsMadeOfItsCaller() throws Exception {
        RequestId caller = HttpRequestMessage.decode(
                        Wire.octetsOf(blocks("request").getFirst()))
                .envelope()
                .requestId();
        Body comment = Body.of("{\"text\":\"On time.\"}".getBytes(StandardCharsets.UTF_8));
        RequestId call = CallIds.of(caller, "POST", "/moderation/verdicts", CallIds.digest(comment), 1);
        assertThat(blocks("call-id")).containsExactly(call.text());
    }

    @Test
    void theRequestIsWhatTheCodecReadsAndWrites() throws Exception {
        List<String> requests = blocks("request");
        assertThat(requests).hasSize(1);
        HttpRequestMessage request = HttpRequestMessage.decode(Wire.octetsOf(requests.getFirst()));
        assertThat(Wire.text(request.encode())).isEqualTo(requests.getFirst());
        assertThat(Subjects.isReplyFor(
                        request.envelope().replyTo(),
                        "users",
                        request.envelope().requestId()))
                .isTrue();
        assertThat(words()).contains("the payload has " + requests.getFirst().length() + " octets");
    }

    @Test
    void theAnswersAreWhatTheCodecReadsAndWrites() throws Exception {
        List<String> answers = blocks("response");
        assertThat(answers).hasSize(2);
        for (String answer : answers) {
            assertThat(Wire.text(
                            HttpResponseMessage.decode(Wire.octetsOf(answer)).encode()))
                    .isEqualTo(answer);
            assertThat(words()).contains("(" + answer.length() + " octets)");
        }
    }

    @Test
    void theRecordIsWhatTheCodecReadsAndWrites() throws Exception {
        List<String> records = blocks("record");
        assertThat(records).hasSize(1);
        RecordMessage record = RecordMessage.decode(Wire.octetsOf(records.getFirst()));
        assertThat(Wire.text(record.encode())).isEqualTo(records.getFirst());
        assertThat(words())
                .contains("A record that was started (" + records.getFirst().length() + " octets)");
        assertThat(document())
                .contains(Stream.of(RecordEnvelope.State.values())
                        .map(state -> "`" + state.token() + "`")
                        .toList());
    }

    @Test
    void thePublicationHasTheSubjectTheHeadersAndTheLengthsOfTheRequest() throws Exception {
        String payload = blocks("request").getFirst();
        HttpRequestMessage request = HttpRequestMessage.decode(Wire.octetsOf(payload));
        Mapped mapped = (Mapped) RequestSubject.of(RequestKind.HTTP, request.method(), request.target());
        RequestId id = request.envelope().requestId();
        String headers = Wire.text(NatsHeaders.ofRequest(
                id.text(), NatsHeaders.ttlSeconds(request.envelope().budgetMillis(), 5, 10_000)));
        int total = headers.length() + payload.length();
        assertThat(blocks("nats")).hasSize(1);
        // jnats does not keep the order of different headers.
        assertThat(blocks("nats").getFirst().split("\r\n"))
                .containsExactlyInAnyOrder(("HPUB " + mapped.subject() + " _INBOX_proxy.x1." + id + " "
                                + headers.length() + " " + total + "\r\n" + headers)
                        .split("\r\n"));
        assertThat(words())
                .contains(headers.length() + " octets of headers, whose order does not matter, " + total
                        + " with the payload");
    }

    @Test
    void everyFieldAndOutcomeIsDescribed() throws Exception {
        String document = document();
        assertThat(document)
                .contains(Stream.of(
                                OwnFields.VERSION,
                                OwnFields.REQUEST_ID,
                                OwnFields.REPLY_TO,
                                OwnFields.BUDGET_MS,
                                OwnFields.CLAIM,
                                OwnFields.SERVED_BY,
                                OwnFields.QUEUE_WAIT_MS,
                                OwnFields.OUTCOME,
                                OwnFields.STATE,
                                OwnFields.KIND,
                                OwnFields.FINGERPRINT,
                                OwnFields.PRINCIPAL,
                                OwnFields.DEADLINE,
                                OwnFields.NONCE,
                                OwnFields.REPEATABLE)
                        .map(field -> "| `" + field + "` |")
                        .toList())
                .contains(Stream.of(ResponseEnvelope.Outcome.values())
                        .map(outcome -> "`" + outcome.token() + "`")
                        .toList());
        assertThat(document)
                .contains(
                        String.format(Locale.ROOT, "| subject | %,d octets |", RequestSubject.MAX_LENGTH),
                        "number, 1 to " + RequestEnvelope.MAX_BUDGET_MILLIS,
                        "| `pullway-version` | `" + HttpRequestMessage.VERSION + "` |");
    }

    /** The document without its line breaks. */
    private static String words() throws Exception {
        return document().replaceAll("\\s+", " ");
    }

    /** The blocks of this language, in which each line but the last of a body shows its CRLF. */
    private static List<String> blocks(String language) throws Exception {
        Matcher found =
                Pattern.compile("(?ms)^```" + language + "\n(.*?)\n```$").matcher(document());
        return found.results()
                .map(block -> block.group(1) + (block.group(1).endsWith("\\r\\n") ? "\n" : ""))
                .peek(text -> assertThat(text.lines().limit(text.lines().count() - 1))
                        .allMatch(line -> line.endsWith("\\r\\n")))
                .map(text -> text.replace("\\r\\n\n", "\r\n"))
                .toList();
    }
}
