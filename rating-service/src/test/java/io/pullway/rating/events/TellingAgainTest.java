package io.pullway.rating.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.NatsServer;
import io.pullway.rating.Api;
import io.pullway.rating.Api.Answer;
import io.pullway.rating.PostgresForTests;
import io.pullway.rating.identity.TestIssuer;
import io.pullway.wire.RequestId;
import io.pullway.wire.letters.EventRedrive;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The event of a dead letter is told again by the service that told it, for administrators and for nobody else. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
@WithTestResource(EventsForTests.class)
class TellingAgainTest {
    NatsServer nats;

    private ToldEvents events;
    private String subject;
    private String event;
    private EventRedrive meant;

    @BeforeEach
    void tell() {
        events = new ToldEvents(nats);
        subject = "event.users." + Api.id(Api.newUser()) + ".created";
        ToldEvents.Told told = events.await(subject, 1).getFirst();
        event = told.json().toString();
        meant = redrive("users", EventsForTests.STREAM, told.sequence(), event);
    }

    @AfterEach
    void close() {
        events.close();
    }

    @Test
    void what_stands_in_the_stream_is_told_again_once_however_often_the_request_comes() {
        assertThat(admin(meant).status()).isEqualTo(204);
        assertThat(admin(meant).status()).isEqualTo(204);

        List<ToldEvents.Told> told = events.of(subject);
        assertThat(told).hasSize(2);
        assertThat(told.getLast().messageId()).isEqualTo(meant.id().text());
        assertThat(told).extracting(one -> one.json().toString()).containsExactly(event, event);
    }

    @Test
    void nobody_else_has_it_told() {
        Answer anonymous = Api.anonymously("PUT", meant.target(), null);
        anonymous.problem(401);
        assertThat(anonymous.field("www-authenticate")).startsWith("Bearer");
        for (String forged : List.of("Bearer no.token.atall", "Basic YWRtaW46YWRtaW4=")) {
            Api.anonymously("PUT", meant.target(), null, "authorization", forged)
                    .problem(401);
        }
        for (String group : List.of("user", "moderator", "Admin", "admin ")) {
            Api.anonymously("PUT", meant.target(), null, "authorization", TestIssuer.bearer("eve", group))
                    .problem(403);
        }
        assertThat(events.of(subject)).hasSize(1);
    }

    @Test
    void what_the_service_has_not_told_there_is_not_told() {
        String other = event.replace("created", "changed");
        admin(redrive("users", meant.stream(), meant.sequence(), other)).problem(409);
        admin(redrive("ratings", meant.stream(), meant.sequence(), event)).problem(409);
        admin(redrive("users", "EVENTS_other", meant.sequence(), event)).problem(409);
        admin(redrive("users", meant.stream(), meant.sequence() + 1_000, event)).problem(410);

        assertThat(events.of(subject)).hasSize(1);
    }

    @Test
    void what_is_no_event_is_not_told() {
        long place = events.tell(subject, "{}");
        Answer refused = admin(redrive("users", meant.stream(), place, "{}"));
        int told = events.of(subject).size();
        events.erase(place);

        refused.problem(409);
        assertThat(told).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?sequence=1", "?letter=1&stream=s&sequence=1&sha256=0", "?letter=%C3&stream=s"})
    void what_names_no_event_is_no_such_request(String query) {
        String path = meant.target().substring(0, meant.target().indexOf('?'));
        assertThat(Api.send("PUT", path + query, null).status()).isEqualTo(400);
    }

    private static EventRedrive redrive(String resource, String stream, long sequence, String event) {
        String digest = EventRedrive.digest(event.getBytes(StandardCharsets.UTF_8));
        return new EventRedrive(resource, RequestId.next(), RequestId.next(), stream, sequence, digest);
    }

    private static Answer admin(EventRedrive redrive) {
        return Api.send("PUT", redrive.target(), null);
    }
}
