package io.pullway.rating.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.pullway.fixtures.NatsServer;
import io.pullway.fixtures.PostgresServer;
import io.pullway.rating.Api;
import io.pullway.rating.PostgresForTests;
import io.pullway.rating.web.JsonLines;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of what happens, by PostgreSQL, the outbox and NATS together. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
@WithTestResource(EventsForTests.class)
class TellingTest {
    NatsServer nats;
    PostgresServer postgres;

    @Test
    void each_change_of_a_rating_is_told_in_order() {
        String user = Api.newUser();
        String service = Api.newService();
        String rating = Api.post("/ratings", Api.rating(Api.id(user), Api.id(service), 3))
                .createdPath();
        Api.patch(rating, "{\"score\":5,\"comment\":\"Came on time.\"}");
        Api.delete(rating);

        try (ToldEvents told = new ToldEvents(nats)) {
            List<ToldEvents.Told> events = told.await("event.ratings." + Api.id(service) + ".>", 3);

            assertThat(events)
                    .extracting(ToldEvents.Told::subject)
                    .containsExactly(
                            "event.ratings." + Api.id(service) + ".created",
                            "event.ratings." + Api.id(service) + ".changed",
                            "event.ratings." + Api.id(service) + ".withdrawn");
            JsonNode first = events.getFirst().json();
            assertThat(first.get("specversion").textValue()).isEqualTo("1.0");
            assertThat(first.get("id").textValue()).isEqualTo(events.getFirst().messageId());
            assertThat(first.get("type").textValue()).isEqualTo("io.pullway.rating.created");
            assertThat(first.get("source").textValue()).isEqualTo("urn:pullway:service:rating-service");
            assertThat("/" + first.get("subject").textValue()).isEqualTo(rating);
            assertThat(Duration.between(Instant.parse(first.get("time").textValue()), Instant.now())
                            .abs())
                    .isLessThan(Duration.ofMinutes(5));
            JsonNode data = first.get("data");
            assertThat(data.get("userId").longValue()).isEqualTo(Api.id(user));
            assertThat(data.get("serviceId").longValue()).isEqualTo(Api.id(service));
            assertThat(data.get("score").intValue()).isEqualTo(3);
            assertThat(events.get(1).json().get("data").get("previousScore").intValue())
                    .isEqualTo(3);
            assertThat(events)
                    .extracting(event -> event.json().get("data").get("version").intValue())
                    .containsExactly(1, 2, 2);
            assertThat(events).noneMatch(event -> event.json().toString().contains("Came on time"));
        }
    }

    @Test
    void users_are_told_of_without_their_names_and_services_with_theirs() {
        String user = Api.newUser();
        String service = Api.newService();
        Api.put(user, "{\"firstName\":\"Ada\",\"lastName\":\"King\"}");
        Api.put(service, "{\"name\":\"Analytical engine\"}");
        Api.delete(user);
        Api.delete(service);

        try (ToldEvents told = new ToldEvents(nats)) {
            List<ToldEvents.Told> events = told.await("event.users." + Api.id(user) + ".>", 3);
            assertThat(events)
                    .extracting(event -> event.json().get("type").textValue())
                    .containsExactly("io.pullway.user.created", "io.pullway.user.changed", "io.pullway.user.withdrawn");
            assertThat(events).noneMatch(event -> event.json().toString().matches(".*(Ada|King|Lovelace).*"));
            assertThat(told.await("event.services." + Api.id(service) + ".>", 3))
                    .extracting(
                            event -> event.json().get("type").textValue(),
                            event -> event.json().at("/data/name").textValue())
                    .containsExactly(
                            tuple("io.pullway.service.created", "Difference engine"),
                            tuple("io.pullway.service.changed", "Analytical engine"),
                            tuple("io.pullway.service.withdrawn", "Analytical engine"));
        }
    }

    /** The proxies make the AsyncAPI document of what stands in the service's OpenAPI document. */
    @Test
    void what_is_told_is_what_is_described() {
        String rating = Api.newRating(2);
        Api.patch(rating, "{\"score\":3}");
        JsonNode document = Api.get("/ratings/-/openapi").json();
        JsonNode described = document.get("x-pullway-events");
        assertThat(described).hasSize(9);
        awaitOutboxEmpty();

        try (ToldEvents told = new ToldEvents(nats)) {
            List<ToldEvents.Told> events = new ArrayList<>(told.of("event.users.>"));
            events.addAll(told.of("event.services.>"));
            events.addAll(told.await("event.ratings." + Api.get(rating).json().get("serviceId") + ".>", 2));
            assertThat(events).hasSizeGreaterThan(146).allSatisfy(event -> {
                JsonNode type = described
                        .valueStream()
                        .filter(each -> each.get("type").equals(event.json().get("type")))
                        .findFirst()
                        .orElseThrow();
                assertThat(event.subject())
                        .matches(type.get("subject").textValue().replaceAll("\\{[^}]+}", "[0-9]+"));
                JsonNode schema =
                        document.at(type.get("data").get("$ref").textValue().substring(1));
                JsonNode data = event.json().get("data");
                assertThat(data.fieldNames()).toIterable().allMatch(schema.get("properties")::has);
                assertThat(schema.get("required")).allMatch(name -> data.hasNonNull(name.textValue()));
                assertThat(data.has("previousScore"))
                        .isEqualTo(event.json().get("type").textValue().equals("io.pullway.rating.changed"));
            });
        }
    }

    @Test
    void who_leaves_takes_the_ratings_along_and_each_is_told() {
        String user = Api.newUser();
        String one = Api.newService();
        String other = Api.newService();
        Api.post("/ratings", Api.rating(Api.id(user), Api.id(one), 1)).createdPath();
        Api.post("/ratings", Api.rating(Api.id(user), Api.id(other), 2)).createdPath();

        Api.delete(user);

        try (ToldEvents told = new ToldEvents(nats)) {
            assertThat(told.await("event.ratings." + Api.id(one) + ".>", 2)
                            .getLast()
                            .subject())
                    .endsWith(".withdrawn");
            assertThat(told.await("event.ratings." + Api.id(other) + ".>", 2)
                            .getLast()
                            .subject())
                    .endsWith(".withdrawn");
        }
    }

    @Test
    void each_line_of_an_import_that_was_stored_is_told_and_no_other() {
        String service = Api.newService();
        String first = Api.rating(Api.id(Api.newUser()), Api.id(service), 4);
        String second = Api.rating(Api.id(Api.newUser()), Api.id(service), 5);
        String lines = String.join("\n", first, first, "{}", second);

        Api.send("POST", "/ratings/import", BodyPublishers.ofString(lines), "content-type", JsonLines.MEDIA_TYPE);

        try (ToldEvents told = new ToldEvents(nats)) {
            assertThat(told.await("event.ratings." + Api.id(service) + ".>", 2))
                    .extracting(event -> event.json().get("data").get("score").intValue())
                    .containsExactlyInAnyOrder(4, 5);
            awaitOutboxEmpty();
            assertThat(told.of("event.ratings." + Api.id(service) + ".>")).hasSize(2);
        }
    }

    @Test
    void what_is_refused_is_not_told() {
        String rating = Api.newRating(4);
        JsonNode made = Api.get(rating).json();
        String same =
                Api.rating(made.get("userId").longValue(), made.get("serviceId").longValue(), 5);

        Api.post("/ratings", same).problem(409);
        Api.put(rating, same, "If-Match", "\"9\"").problem(412);
        Api.delete("/services/" + made.get("serviceId")).problem(409);

        try (ToldEvents told = new ToldEvents(nats)) {
            awaitOutboxEmpty();
            assertThat(told.of("event.ratings." + made.get("serviceId") + ".>")).hasSize(1);
            assertThat(told.of("event.services." + made.get("serviceId") + ".>"))
                    .hasSize(1);
        }
    }

    @Test
    void what_is_committed_later_than_its_successors_is_told_too() throws SQLException {
        String service = Api.newService();
        String insert = "INSERT INTO outbox (resource, key, what, type, subject, data)"
                + " VALUES ('ratings', '%d', 'created', 'io.pullway.rating.created', 'ratings/0', '{}')"
                        .formatted(Api.id(service));
        try (ToldEvents told = new ToldEvents(nats);
                Connection slow = postgres.connect();
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute(insert);
            String later = Api.post("/ratings", Api.rating(Api.id(Api.newUser()), Api.id(service), 2))
                    .createdPath();
            told.await("event.ratings." + Api.id(service) + ".>", 1);

            slow.commit();

            assertThat(told.await("event.ratings." + Api.id(service) + ".>", 2))
                    .extracting(event -> event.json().get("subject").textValue())
                    .containsExactly(later.substring(1), "ratings/0");
        }
    }

    @Test
    void what_happens_while_nats_is_away_is_told_when_it_is_back() {
        String service = Api.newService();
        nats.stop();
        String rating;
        try {
            rating = Api.post("/ratings", Api.rating(Api.id(Api.newUser()), Api.id(service), 2))
                    .createdPath();
            Api.patch(rating, "{\"score\":3}");
            assertThat(Api.get(rating).json().get("score").intValue()).isEqualTo(3);
        } finally {
            nats.start();
        }

        try (ToldEvents told = new ToldEvents(nats)) {
            assertThat(told.await("event.ratings." + Api.id(service) + ".>", 2))
                    .extracting(event -> event.json().get("data").get("version").intValue())
                    .containsExactly(1, 2);
        }
    }

    private void awaitOutboxEmpty() {
        Outboxes.awaitEmpty(postgres);
    }
}
