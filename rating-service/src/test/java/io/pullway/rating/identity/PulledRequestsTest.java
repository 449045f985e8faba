package io.pullway.rating.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import io.pullway.fixtures.NatsServer;
import io.pullway.rating.Api;
import io.pullway.rating.PostgresForTests;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.RequestSubject;
import io.pullway.wire.Subjects;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Requests that come out of a stream, as all of them do: who asks is known there as behind a port. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
@WithTestResource(PulledRequestsTest.NatsForTests.class)
class PulledRequestsTest {
    private static final String SERVICE = "rating-service";

    NatsServer nats;

    @Test
    void tokens_and_keys_are_looked_at_without_a_port_too() throws Exception {
        Person ada = Person.withProfile();
        Person eve = Person.withProfile();
        String key = ada.newApiKey();
        long service = Api.id(Api.newService());
        String rating = Api.rating(ada.profile(), service, 4);

        HttpResponseMessage anonymous = pulled("POST", "/ratings", rating);
        assertThat(anonymous.status()).isEqualTo(401);
        assertThat(anonymous.fields().first("www-authenticate")).isEqualTo("Bearer realm=\"pullway\"");
        assertThat(anonymous.fields().first("content-type")).isEqualTo("application/problem+json");
        HttpResponseMessage forged = pulled("POST", "/ratings", rating, "authorization", ada.bearer("user") + "x");
        assertThat(forged.status()).isEqualTo(401);
        assertThat(forged.fields().first("www-authenticate")).contains("invalid_token");
        assertThat(pulled("POST", "/ratings", rating, "authorization", eve.bearer("user"))
                        .status())
                .isEqualTo(403);
        assertThat(pulled("POST", "/ratings", rating, "x-api-key", key).status())
                .isEqualTo(201);
        assertThat(pulled("POST", "/ratings", rating, "authorization", ada.bearer("user"))
                        .status())
                .isEqualTo(409);
        assertThat(pulled("DELETE", ada.path(), "", "authorization", ada.bearer("user"))
                        .status())
                .isEqualTo(204);
        assertThat(pulled("GET", "/ratings", "").status()).isEqualTo(200);
    }

    /** A port would not let it in. */
    @Test
    void an_invalid_escape_in_the_query_is_told_to_be_one() throws Exception {
        HttpResponseMessage refused = pulled("GET", "/users?limit=%zz", "");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.fields().first("content-type")).isEqualTo("application/problem+json");
    }

    private HttpResponseMessage pulled(String method, String target, String body, String... fields) throws Exception {
        RequestSubject.Mapped mapped = (RequestSubject.Mapped) RequestSubject.of(RequestKind.HTTP, method, target);
        RequestId id = RequestId.next();
        String replyTo = Subjects.reply(Subjects.PROXY, "test", mapped.resource(), id);
        FieldLines lines = new FieldLines();
        if (!body.isEmpty()) {
            lines.add("content-type", "application/json");
        }
        for (int i = 0; i < fields.length; i += 2) {
            lines.add(fields[i], fields[i + 1]);
        }
        try (Connection connection = Nats.connect(nats.url())) {
            Subscription replies = connection.subscribe(replyTo);
            RequestEnvelope envelope = new RequestEnvelope(id, replyTo, 30_000, 0);
            Body bytes = body.isEmpty() ? Body.EMPTY : Body.of(body.getBytes(StandardCharsets.UTF_8));
            connection.publish(
                    mapped.subject(), new HttpRequestMessage(envelope, method, target, lines, bytes).encode());
            return HttpResponseMessage.decode(
                    replies.nextMessage(Duration.ofSeconds(20)).getData());
        }
    }

    /** A nats-server with the stream and the consumers of the service. */
    public static final class NatsForTests implements QuarkusTestResourceLifecycleManager {
        private NatsServer server;

        @Override
        public Map<String, String> start() {
            server = NatsServer.started();
            try (Connection connection = Nats.connect(server.url())) {
                JetStreamManagement management = connection.jetStreamManagement();
                management.addStream(StreamConfiguration.builder()
                        .name(SERVICE)
                        .subjects(subjects(RequestKind.HTTP, RequestKind.KEYED, RequestKind.LATER))
                        .retentionPolicy(RetentionPolicy.WorkQueue)
                        .allowMessageTtl()
                        .build());
                management.addOrUpdateConsumer(
                        SERVICE, consumer(SERVICE, subjects(RequestKind.HTTP, RequestKind.KEYED)));
                management.addOrUpdateConsumer(SERVICE, consumer(SERVICE + "-later", subjects(RequestKind.LATER)));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            return Map.of("pullway.server.enabled", "true", "pullway.nats.servers", server.url());
        }

        private static String[] subjects(RequestKind... kinds) {
            return Stream.of(kinds)
                    .flatMap(kind -> Stream.of("users", "services", "ratings")
                            .map(resource -> Subjects.requests(kind, resource)))
                    .toArray(String[]::new);
        }

        private static ConsumerConfiguration consumer(String name, String[] filters) {
            return ConsumerConfiguration.builder()
                    .durable(name)
                    .ackPolicy(AckPolicy.Explicit)
                    .ackWait(Duration.ofSeconds(10))
                    .filterSubjects(filters)
                    .build();
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(server, new TestInjector.MatchesType(NatsServer.class));
        }

        @Override
        public void stop() {
            server.close();
        }
    }
}
