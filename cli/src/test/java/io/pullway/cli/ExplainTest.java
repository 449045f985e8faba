package io.pullway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.impl.Headers;
import io.pullway.fixtures.NatsServer;
import io.pullway.wire.Body;
import io.pullway.wire.DeadLetter;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.NatsHeaders;
import io.pullway.wire.RecordEnvelope;
import io.pullway.wire.RecordEnvelope.State;
import io.pullway.wire.RecordMessage;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.ResponseEnvelope;
import io.pullway.wire.Subjects;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code pullway explain} on a real NATS server, with messages as proxies and services write them. */
class ExplainTest {
    private static NatsServer nats;
    private static Connection connection;

    private final RequestId id = RequestId.next();

    @BeforeAll
    static void start() {
        nats = NatsServer.started();
        connection = nats.connect();
        assertThat(Run.of("apply", Path.of("..", "k8s", "base", "streams").toString(), "--server", nats.url())
                        .exitCode())
                .isZero();
    }

    @AfterAll
    static void end() throws InterruptedException {
        connection.close();
        nats.close();
    }

    @Test
    void aRequestIsFollowedFromItsQueueToAnInstanceAndOut() throws Exception {
        connection.jetStream().publish("http.echo.get.first", headers(RequestId.next()), request(RequestId.next()));
        connection.jetStream().publish("http.echo.get.a", headers(id), request(id));

        Run waits = explain(id.text());
        assertThat(waits.exitCode()).isZero();
        assertThat(waits.out())
                .startsWith("Request " + id + ": waiting\n")
                .contains("its id was made, by the clock of the proxy")
                .containsPattern(
                        "GET /echo/a was stored as message \\d+ of echo-service \\(http.echo.get.a, \\d+ bytes\\),"
                                + " for proxy p1")
                .containsPattern(
                        "waits, behind [1-9] messages at most; there are: no instances; it may be started until 2");
        assertThat(explain(id.text(), "--limit", "1").out())
                .contains("Not looked at: messages ", " of echo-service: enough were read; --limit reads more");

        JetStreamSubscription puller =
                connection.jetStream().subscribe(null, PullSubscribeOptions.bind("echo-service", "echo-service"));
        var messages = puller.fetch(2, Duration.ofSeconds(5));
        Run handedOut = explain("urn:uuid:" + id, "--json");
        assertThat(handedOut.out())
                .contains("\"now\":\"handed-out\"", "is handed out to an instance and not acknowledged yet")
                .contains("how often it was handed out, NATS does not tell")
                .contains("\"commands\":[\"cluster-logs echo-service | grep " + id + "\"]");

        for (var message : messages) {
            message.ackSync(Duration.ofSeconds(5));
        }
        Run gone = explain(id.text());
        assertThat(gone.exitCode()).isEqualTo(3);
        assertThat(gone.out())
                .startsWith("Request " + id + ": no-trace\n")
                .contains("A plain request leaves no trace in NATS once it was answered")
                .contains("Logs have it: request=" + id)
                .contains("$ cluster-logs | grep " + id);
    }

    @Test
    void aKeyedRequestIsExplainedByItsRecord() throws Exception {
        RequestId keyed = RequestId.ofDigest(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
        assertThat(explain(keyed.text()).out()).contains("It is a request with an Idempotency-Key, and has no record");

        long claim = write(keyed, State.CLAIM, 0, 102, null);
        assertThat(explain(keyed.text()).out())
                .startsWith("Request " + keyed + ": claim\n")
                .contains("was claimed; nobody has started it. It may be started until 2")
                .contains("Who can work on echo now: no instances.");

        long started = write(keyed, State.STARTED, claim, 102, null);
        assertThat(explain(keyed.text()).out())
                .contains(": started\n", "was started by echo-1; there is no answer yet")
                .contains("It is not run again: if its instance is gone, its outcome stays unknown");

        write(keyed, State.ANSWER, started, 201, null);
        Run answered = explain("https://shop.example/api/-/requests/echo/" + keyed + "?x=1");
        assertThat(answered.exitCode()).isZero();
        assertThat(answered.out())
                .startsWith("Request " + keyed + ": answered\n")
                .contains("was answered with 201 by echo-1, after 12 ms in the queue; this is kept until 2")
                .contains("Of its record in ANSWERS_echo-service only the newest state is kept");
    }

    @Test
    void anOutcomeAndWhatHadNoEffectAreExplained() throws Exception {
        write(id, State.OUTCOME, write(id, State.CLAIM, 0, 102, null), 502, ResponseEnvelope.Outcome.OUTCOME_UNKNOWN);
        assertThat(explain(id.text()).out())
                .startsWith("Request " + id + ": outcome-unknown\n")
                .contains("ended as outcome-unknown, told with 502 by echo-1");

        RequestId other = RequestId.next();
        write(other, State.RELEASED, write(other, State.CLAIM, 0, 102, null), 429, null);
        assertThat(explain(other.text()).out())
                .contains(": released\n", "had no effect (429 by echo-1", "whoever sends it again starts it anew");
    }

    @Test
    void aDeadLetterIsShownWithItsCredentialsMasked() throws Exception {
        DeadLetter letter = new DeadLetter(
                id, "gave-up", new DeadLetter.Origin("http.echo.get.a", "echo-service", 7, 5), request(id));
        connection.jetStream().publish(letter.toMessage(1 << 20));

        Run buried = explain(id.text());

        assertThat(buried.out())
                .startsWith("Request " + id + ": buried\n")
                .contains("was buried after 5 deliveries: gave-up", "    authorization: ***", "    GET /echo/a")
                .contains("$ scripts/pullway dead-letters redrive " + id)
                .doesNotContain("secret-of-ada");
        assertThat(explain(id.text(), "--json").out())
                .contains("\"reason\":\"gave-up\"", "[\"authorization\",\"***\"]")
                .doesNotContain("secret-of-ada");
    }

    @Test
    void whatWasSentAgainLeadsToTheNewRequest() throws Exception {
        RequestId again = RequestId.next();
        Headers headers = headers(again).add(NatsHeaders.REDRIVE_OF, id.text());
        connection.jetStream().publish("later.echo.get.a", headers, request(again));

        assertThat(explain(id.text()).out())
                .contains("an operator sent it again as " + again + "; GET /echo/a was stored");
    }

    @Test
    void whatNamesNoRequestIsRefused() {
        for (String name : new String[] {"5", "http://localhost:8080/api/users/5", id + "0"}) {
            Run refused = explain(name);
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("\"" + name + "\" names no request: write its id");
        }
        assertThat(explain().exitCode()).isEqualTo(2);
    }

    private static long write(RequestId id, State state, long after, int status, ResponseEnvelope.Outcome outcome)
            throws Exception {
        RecordEnvelope.Request claimed =
                new RecordEnvelope.Request(RequestKind.KEYED, "print", "ada", System.currentTimeMillis() + 30_000);
        RecordEnvelope record = new RecordEnvelope(
                state, claimed, state == State.CLAIM ? 0 : 1, state == State.STARTED ? "nonce" : null, false);
        long waited = state.isPending() ? -1 : 12;
        HttpResponseMessage response = new HttpResponseMessage(
                new ResponseEnvelope(id, "echo-1", waited, outcome), status, new FieldLines(), Body.EMPTY);
        return connection
                .jetStream()
                .publish(
                        Subjects.answer("echo", id),
                        NatsHeaders.read(NatsHeaders.ofRecord(after, 3_600)),
                        new RecordMessage(record, response).encode())
                .getSeqno();
    }

    private static Headers headers(RequestId id) {
        return NatsHeaders.read(NatsHeaders.ofRequest(id.text(), 140));
    }

    private static byte[] request(RequestId id) throws MalformedMessageException {
        FieldLines fields = new FieldLines().add("authorization", "Bearer secret-of-ada");
        return new HttpRequestMessage(
                        new RequestEnvelope(id, Subjects.reply("proxy", "p1", "echo", id), 30_000, 0, null),
                        "GET",
                        "/echo/a",
                        fields,
                        Body.of("hello".getBytes(StandardCharsets.UTF_8)))
                .encode();
    }

    private static Run explain(String... arguments) {
        return Run.of(Stream.concat(Stream.of("explain", "--server", nats.url()), Stream.of(arguments))
                .toArray(String[]::new));
    }
}
