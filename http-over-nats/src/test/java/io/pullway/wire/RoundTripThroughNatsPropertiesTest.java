package io.pullway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.Subscription;
import io.nats.client.api.PublishAck;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.pullway.fixtures.Await;
import io.pullway.fixtures.NatsServer;
import io.pullway.wire.RequestSubject.Mapped;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Every legal message survives a real nats-server, octet by octet, on the subject that it is mapped to. */
class RoundTripThroughNatsPropertiesTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String STREAM = "round-trip";

    /** What the server or the client complained about, and every end of the connection: nothing is allowed. */
    private static final Queue<String> COMPLAINTS = new ConcurrentLinkedQueue<>();

    private static NatsServer server;
    private static Connection connection;
    private static JetStreamSubscription requests;

    @BeforeContainer
    static void start() throws Exception {
        server = NatsServer.started();
        // As the product connects, without the client's own check of subjects, and with the server's strictest.
        connection = Nats.connect(
                NatsSettings.from(name -> Optional.of(server.url()).filter(url -> name.equals("pullway.nats.servers")))
                        .options()
                        .pedantic()
                        .errorListener(new ComplaintListener())
                        .connectionListener((changed, event) -> heard(event))
                        .build());
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name(STREAM)
                        .subjects("http.>", "keyed.>", "later.>")
                        .retentionPolicy(RetentionPolicy.WorkQueue)
                        .storageType(StorageType.File)
                        .allowMessageTtl(true)
                        .build());
        requests = connection
                .jetStream()
                .subscribe(
                        null,
                        PullSubscribeOptions.builder().stream(STREAM)
                                .durable("worker")
                                .build());
    }

    @AfterContainer
    static void stop() throws Exception {
        connection.close();
        server.close();
    }

    @AfterProperty
    void nobodyComplained() {
        assertThat(COMPLAINTS).isEmpty();
    }

    @Property(tries = 3_000)
    void everyRequestIsStoredUnderItsSubjectAndPulledAsItWasPublished(
            @ForAll("kinds") RequestKind kind, @ForAll("requests") HttpRequestMessage request) throws Exception {
        assertSurvives(kind, request);
    }

    @Example
    void aBodyAtTheLimitOfThePayloadSurvives() throws Exception {
        RequestId id = RequestId.next();
        HttpRequestMessage request = new HttpRequestMessage(
                new RequestEnvelope(id, Subjects.reply("proxy", "p1", "users", id), 30_000, 0),
                "POST",
                "/users",
                new FieldLines().add("content-type", "application/octet-stream"),
                Body.of(Wire.everyOctet(((1 << 20) - (64 << 10)) / 256)));
        assertSurvives(RequestKind.HTTP, request);
    }

    @Property(tries = 1_000)
    void everyAnswerReachesTheReplyAddressAsItWasPublished(@ForAll("responses") HttpResponseMessage response)
            throws Exception {
        Subscription replies = connection.subscribe(Subjects.replies(Subjects.PROXY, "p1"));
        try {
            String subject = Subjects.reply(
                    Subjects.PROXY, "p1", "users", response.envelope().requestId());
            connection.publish(subject, response.encode());
            Message received = replies.nextMessage(LIMIT);
            assertThat(received.getSubject()).isEqualTo(subject);
            assertThat(received.hasHeaders()).isFalse();
            assertThat(HttpResponseMessage.decode(received.getData())).isEqualTo(response);
        } finally {
            replies.unsubscribe();
        }
    }

    /** The control of all others: were a subject bad, the server would say so. */
    @Example
    void theServerComplainsAboutABadSubject() {
        connection.publish("http..get", new byte[0]);
        assertThat(Await.value(LIMIT, "a complaint", () -> Optional.ofNullable(COMPLAINTS.poll())))
                .containsIgnoringCase("invalid publish subject");
    }

    private static void assertSurvives(RequestKind kind, HttpRequestMessage request) throws Exception {
        Mapped mapped = (Mapped) RequestSubject.of(kind, request.method(), request.target());
        RequestId id = request.envelope().requestId();
        Headers headers = NatsHeaders.read(NatsHeaders.ofRequest(
                id.text(), NatsHeaders.ttlSeconds(request.envelope().budgetMillis(), 5, 10_000)));
        PublishAck stored = connection
                .jetStream()
                .publish(NatsMessage.builder()
                        .subject(mapped.subject())
                        .headers(headers)
                        .data(request.encode())
                        .build());
        assertThat(stored.isDuplicate()).isFalse();

        Message pulled = requests.fetch(1, LIMIT).getFirst();
        pulled.ack();
        assertThat(pulled.getSubject()).isEqualTo(mapped.subject());
        assertThat(pulled.getHeaders().keySet()).isEqualTo(headers.keySet());
        headers.forEach(
                (name, values) -> assertThat(pulled.getHeaders().get(name)).isEqualTo(values));
        assertThat(HttpRequestMessage.decode(pulled.getData())).isEqualTo(request);

        DeliveryInfo delivery = DeliveryInfo.parse(pulled.getReplyTo());
        assertThat(delivery.deliveries()).isEqualTo(1);
        assertThat(delivery.streamSequence()).isEqualTo(stored.getSeqno());
        assertThat(delivery.storedNanos())
                .isEqualTo(pulled.metaData().timestamp().toInstant().getEpochSecond() * 1_000_000_000L
                        + pulled.metaData().timestamp().getNano());
    }

    private static void heard(ConnectionListener.Events event) {
        if (event == ConnectionListener.Events.DISCONNECTED) {
            COMPLAINTS.add("disconnected");
        }
    }

    private static final class ComplaintListener implements ErrorListener {
        @Override
        public void errorOccurred(Connection conn, String error) {
            COMPLAINTS.add(error);
        }

        @Override
        public void exceptionOccurred(Connection conn, Exception exception) {
            COMPLAINTS.add(exception.toString());
        }
    }

    @Provide
    Arbitrary<RequestKind> kinds() {
        return Wire.kind();
    }

    @Provide
    Arbitrary<HttpRequestMessage> requests() {
        return Wire.request();
    }

    @Provide
    Arbitrary<HttpResponseMessage> responses() {
        return Wire.response();
    }
}
