package io.pullway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.api.StreamConfiguration;
import io.pullway.fixtures.NatsServer;
import io.pullway.wire.Body;
import io.pullway.wire.DeadLetter;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.RequestId;
import io.pullway.wire.ResponseEnvelope;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code pullway dead-letters} on a real NATS server, with letters as services write them. */
class DeadLettersTest {
    private static final int MAX_PAYLOAD = 1 << 20;
    private static final String EXPIRED = "Bearer e30.eyJleHAiOjEwMDB9.c2ln";

    private final RequestId id = RequestId.next();
    private NatsServer nats;
    private Connection connection;

    @BeforeEach
    void start() {
        nats = NatsServer.started();
        connection = nats.connect();
        Path declared = checkout().resolve("k8s/base/streams/dead-letters.yaml");
        assertThat(pullway("apply", declared.toString()).exitCode()).isZero();
    }

    @AfterEach
    void end() throws InterruptedException {
        connection.close();
        nats.close();
    }

    @Test
    void saysThatThereAreNone() {
        assertThat(pullway("dead-letters", "list")).isEqualTo(new Run(0, "No dead letters.\n", ""));
        assertThat(pullway("dead-letters", "list", "-o", "json")).isEqualTo(new Run(0, "[]\n", ""));
    }

    @Test
    void saysHowToCreateTheStream() throws Exception {
        connection.jetStreamManagement().deleteStream(DeadLetter.STREAM);
        assertThat(pullway("dead-letters", "list"))
                .isEqualTo(new Run(
                        1,
                        "",
                        "There is no stream DEAD_LETTERS; create it with: pullway apply"
                                + " k8s/base/streams/dead-letters.yaml\n"));
    }

    @Test
    void listsWhatWasBuriedAndWhatIsNoRequest() throws Exception {
        bury("gave-up", payload());
        connection
                .jetStream()
                .publish(new DeadLetter(
                                RequestId.next(),
                                "no-request: it has no start line",
                                new DeadLetter.Origin("http.orders.x", "order-service", 7, 1),
                                new byte[] {0, 1})
                        .toMessage(MAX_PAYLOAD));
        connection.jetStream().publish("dead.orders.stranger", "no letter".getBytes(StandardCharsets.UTF_8));

        Run list = pullway("dead-letters", "list");
        assertThat(list.exitCode()).isZero();
        assertThat(list.out().lines()).hasSize(3);
        assertThat(list.out().lines().toList().get(0)).startsWith("ID").contains("REASON", "TARGET");
        assertThat(list.out().lines().toList().get(1))
                .startsWith(id.text())
                .contains("gave-up", "PUT", "/users/5?x=1", "user-service");
        assertThat(list.out().lines().toList().get(2)).contains("no-request  -", "(http.orders.x)");

        assertThat(pullway("dead-letters", "list", "--resource", "users").out().lines())
                .hasSize(2);
        assertThat(pullway("dead-letters", "list", "--limit", "1").out()).doesNotContain(id.text());
        assertThat(pullway("dead-letters", "list", "--output", "json").out())
                .contains("\"id\":\"" + id + "\"", "\"reason\":\"gave-up\"", "\"deliveries\":6", "\"method\":\"PUT\"");
    }

    @Test
    void showsOneWithItsCredentialsMaskedAndNothingThatSteersTheTerminal() throws Exception {
        bury("gave-up", payload());

        Run shown = pullway("dead-letters", "show", id.text());
        assertThat(shown.exitCode()).isZero();
        assertThat(shown.out())
                .contains("reason:     gave-up", "PUT /users/5?x=1", "authorization: ***", "x-odd: a\\x9bb")
                .contains("{\"name\":\"Ada\"}")
                .doesNotContain("eyJleHAi");
        Run json = pullway("dead-letters", "show", id.text(), "--output", "json");
        assertThat(json.out())
                .contains("[\"authorization\",\"***\"]", "\"body\":\"{\\\"name\\\":\\\"Ada\\\"}\"")
                .doesNotContain("eyJleHAi");
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThat(pullway("dead-letters", "show", id.text()))
                .isEqualTo(new Run(1, "", "There is no dead letter " + id + ".\n"));
        assertThat(pullway("dead-letters", "show", "5").err())
                .isEqualTo("5 is no id of a request: pullway dead-letters list shows them.\n");
        assertThat(pullway("dead-letters").exitCode()).isEqualTo(2);
        assertThat(pullway("dead-letters", "show").exitCode()).isEqualTo(2);
    }

    @Test
    void deletesEachThatIsThereAndSaysWhichIsNot() throws Exception {
        bury("gave-up", payload());
        RequestId other = RequestId.next();

        assertThat(pullway("dead-letters", "delete", other.text(), id.text()))
                .isEqualTo(new Run(1, "deleted " + id + "\n", "There is no dead letter " + other + ".\n"));
        assertThat(letters()).isZero();
    }

    @Test
    void redrivesAsANewRequestThatNamesTheOldOneAndDeletesTheLetter() throws Exception {
        bury("gave-up", payload());
        BlockingQueue<io.nats.client.Message> requests = serve(204);

        Run run = pullway("dead-letters", "redrive", id.text());

        io.nats.client.Message sent = requests.take();
        HttpRequestMessage request = HttpRequestMessage.decode(sent.getData());
        RequestId newId = request.envelope().requestId();
        assertThat(run.out())
                .isEqualTo(id + " sent again as " + newId + ": answered 204 by user-1; the letter is deleted\n");
        assertThat(run.err())
                .isEqualTo(id + " carries credentials of its client (authorization), which have expired.\n");
        assertThat(run.exitCode()).isZero();
        assertThat(newId).isNotEqualTo(id);
        assertThat(sent.getSubject()).isEqualTo("http.users.put.5");
        assertThat(sent.getHeaders().getFirst("Pullway-Redrive-Of")).isEqualTo(id.text());
        assertThat(sent.getHeaders().getFirst("Nats-Msg-Id")).isEqualTo(newId.text());
        assertThat(request.fields().first("authorization")).isEqualTo(EXPIRED);
        assertThat(request.target()).isEqualTo("/users/5?x=1");
        assertThat(letters()).isZero();
    }

    @Test
    void keepsALetterWhoseRequestWasNotDone() throws Exception {
        bury("outcome-unknown", payload());
        serve(422);

        Run run = pullway("dead-letters", "redrive", id.text(), "-o", "json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("\"status\":422", "\"outcome\":\"answered\"", "\"deleted\":false");
        assertThat(run.err()).contains("may have had an effect before");
        assertThat(letters()).isEqualTo(1);
    }

    @Test
    void keepsALetterThatNoStreamTakes() throws Exception {
        bury("gave-up", payload());

        Run run = pullway("dead-letters", "redrive", id.text(), "--timeout", "1s");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("Is there a stream for http.users.put.5?");
        assertThat(letters()).isEqualTo(1);
    }

    @Test
    void doesNotSendAgainWhatIsNoRequest() throws Exception {
        bury("no-request: it has no start line", new byte[] {1, 2, 3});

        assertThat(pullway("dead-letters", "redrive", id.text()).err())
                .isEqualTo(id + " is no request, so it cannot be sent again.\n");
        assertThat(letters()).isEqualTo(1);
    }

    @Test
    void showsAnEventAndTellsItAgainUnderItsOwnId() throws Exception {
        String event = "{\"specversion\":\"1.0\",\"id\":\"e1\"}";
        DeadLetter.Origin origin = new DeadLetter.Origin("event.users.5.created", "EVENTS_user-service", 42, 8);
        connection
                .jetStream()
                .publish(new DeadLetter(
                                id, "consumer-failed: averages: no", origin, event.getBytes(StandardCharsets.UTF_8))
                        .toMessage(MAX_PAYLOAD));

        assertThat(pullway("dead-letters", "list").out()).contains("consumer-failed", "(event.users.5.created)");
        assertThat(pullway("dead-letters", "show", id.text()).out()).endsWith("\n\n" + event + "\n");
        assertThat(pullway("dead-letters", "show", id.text(), "-o", "json").out())
                .contains("\"event\":\"{\\\"specversion\\\"");

        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name("EVENTS_user-service")
                        .subjects("event.users.>")
                        .build());
        try {
            Run run = pullway("dead-letters", "redrive", id.text());
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).contains("told again to all consumers of EVENTS_user-service; the letter is deleted");
            assertThat(new String(
                            connection
                                    .jetStreamManagement()
                                    .getMessage("EVENTS_user-service", 1)
                                    .getData(),
                            StandardCharsets.UTF_8))
                    .isEqualTo(event);
            assertThat(letters()).isZero();
        } finally {
            connection.jetStreamManagement().deleteStream("EVENTS_user-service");
        }
    }

    private Run pullway(String... arguments) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + (arguments.length > 1 ? 2 : 0));
        if (arguments.length > 1) {
            all[arguments.length] = "--server";
            all[arguments.length + 1] = nats.url();
        }
        return Run.of(all);
    }

    private byte[] payload() throws MalformedMessageException {
        FieldLines fields = new FieldLines()
                .add("host", "shop.example")
                .add("authorization", EXPIRED)
                .add("x-odd", "a\u009bb");
        return new HttpRequestMessage(
                        new RequestEnvelope(id, "reply.proxy.p1.users." + id, 30_000, 0),
                        "PUT",
                        "/users/5?x=1",
                        fields,
                        Body.of("{\"name\":\"Ada\"}".getBytes(StandardCharsets.UTF_8)))
                .encode();
    }

    private void bury(String reason, byte[] payload) throws Exception {
        DeadLetter.Origin origin = new DeadLetter.Origin("http.users.put.5", "user-service", 42, 6);
        connection.jetStream().publish(new DeadLetter(id, reason, origin, payload).toMessage(MAX_PAYLOAD));
    }

    /** A service for users that answers everything with this status. @return what it got */
    private BlockingQueue<io.nats.client.Message> serve(int status) throws Exception {
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name("user-service")
                        .subjects("http.users.>")
                        .allowMessageTtl()
                        .build());
        BlockingQueue<io.nats.client.Message> requests = new LinkedBlockingQueue<>();
        Dispatcher dispatcher = connection.createDispatcher(message -> {
            requests.add(message);
            try {
                RequestEnvelope asked =
                        HttpRequestMessage.decode(message.getData()).envelope();
                connection.publish(
                        asked.replyTo(),
                        new HttpResponseMessage(
                                        new ResponseEnvelope(asked.requestId(), "user-1", 3, null),
                                        status,
                                        new FieldLines(),
                                        Body.EMPTY)
                                .encode());
            } catch (MalformedMessageException e) {
                throw new IllegalStateException(e);
            }
        });
        dispatcher.subscribe("http.users.>");
        connection.flush(java.time.Duration.ofSeconds(5));
        return requests;
    }

    private long letters() throws Exception {
        return connection
                .jetStreamManagement()
                .getStreamInfo(DeadLetter.STREAM)
                .getStreamState()
                .getMsgCount();
    }

    private static Path checkout() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
