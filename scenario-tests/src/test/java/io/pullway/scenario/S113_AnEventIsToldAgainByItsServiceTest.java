package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pullway.fixtures.Await;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The event of a dead letter, redriven over HTTP: its service tells it again, and only what it told before. Proxy and service
 * have the logins that {@code k8s/charts/nats.yaml} gives them: a proxy may tell no event.
 */
final class S113_AnEventIsToldAgainByItsServiceTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String STREAM = "EVENTS_rating-service";

    private static Platform platform;
    private static EventLog log;
    private static String user;
    private static LetterAdmin admin;

    /** A consumer fails once before an event is buried. Whoever has no login is taken for NACK. */
    @BeforeAll
    static void start() {
        platform = Platform.of("S113")
                .natsConfig(NatsUsers.configuration() + "\nno_auth_user: nack\n")
                .serviceEnvironment("PULLWAY_EVENTS_MAX_DELIVERIES", "1")
                .proxies(0)
                .echoes(0)
                .withPostgres()
                .start();
        List<Program> programs = List.of(
                platform.newProxy(NatsUsers.login("proxy")), platform.newRating(NatsUsers.login("rating-service")));
        programs.forEach(Program::start);
        programs.forEach(Program::awaitReady);
        log = new EventLog(platform);
        try (EffectLedger ledger = EffectLedger.begin(platform)) {
            Await.until(SOON, "the seed is counted", () -> ledger.outbox() == 0 && ledger.wrongAverages() == 0);
        }
        admin = new LetterAdmin(platform);
        user = Tokens.of("eve", "user");
    }

    @AfterAll
    static void end() {
        log.close();
        try (Platform ending = platform) {
            NatsUsers.assertNothingRefused(ending);
        }
    }

    @AfterEach
    void clear() {
        admin.deleteAll();
    }

    @Test
    void whatAConsumerFailedOnIsToldAgainAndCountedOnce() {
        JsonNode letter = buried();
        String subject = letter.get("subject").asText();
        assertThat(log.count(subject)).isEqualTo(1);
        assertThat(counted(subject)).isZero();

        RawAnswer redriven = admin.ask("POST", LetterAdmin.at(letter) + "/redrive");

        assertThat(redriven.status()).as("%s", redriven).isEqualTo(200);
        assertThat(redriven.json().get("outcome").asText()).isEqualTo("told-again");
        assertThat(redriven.json().get("status").asInt()).isEqualTo(204);
        assertThat(redriven.json().get("servedBy").asText()).isEqualTo("rating-1");
        assertThat(redriven.json().get("deleted").asBoolean()).isTrue();
        Problems.assertProblem(admin.ask("GET", LetterAdmin.at(letter)), 404, "no-such-request");
        Problems.assertProblem(admin.ask("POST", LetterAdmin.at(letter) + "/redrive"), 404, "no-such-request");
        awaitHeard();
        assertThat(log.count(subject)).isEqualTo(2);
        assertThat(counted(subject)).isEqualTo(1);
        String id = letter.get("id").asText();
        platform.proxy(1).process().awaitLine("event=dead-letter-redriven request=" + id, SOON);
        platform.rating(1).process().awaitLine("event=told-again letter=" + id, SOON);
    }

    @Test
    void nobodyElseHasItToldHereOrThere() {
        JsonNode letter = buried();
        String reservedPath = "/api/ratings/-/events/redrives/" + UUID.randomUUID();
        RawRequest before = RawRequest.of("POST", LetterAdmin.at(letter) + "/redrive");
        RawRequest reserved = RawRequest.of("PUT", reservedPath + query(letter));

        Problems.assertProblem(before.sendTo(platform.proxy(1)), 401, "unauthorized");
        assertThat(reserved.sendTo(platform.proxy(1)).status()).isEqualTo(401);
        before.field("Authorization", user);
        reserved.field("Authorization", user);
        Problems.assertProblem(before.sendTo(platform.proxy(1)), 403, "forbidden");
        assertThat(reserved.sendTo(platform.proxy(1)).status()).isEqualTo(403);

        RawAnswer malformed = admin.ask("PUT", reservedPath + "?sequence=%");
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(log.count(letter.get("subject").asText())).isEqualTo(1);
        assertThat(admin.letters()).hasSize(1);
    }

    /** Who is an administrator may ask the service without a letter, too: for what it has told, and consumers know it. */
    @Test
    void toldThreeTimesItIsCountedOnce() {
        JsonNode letter = buried();
        String subject = letter.get("subject").asText();

        RawAnswer asked = admin.ask("PUT", "/api/ratings/-/events/redrives/" + UUID.randomUUID() + query(letter));
        assertThat(asked.status()).as("%s", asked).isEqualTo(204);
        assertThat(admin.ask("POST", LetterAdmin.at(letter) + "/redrive").status())
                .isEqualTo(200);

        awaitHeard();
        assertThat(log.count(subject)).isEqualTo(3);
        assertThat(counted(subject)).isEqualTo(1);
    }

    @Test
    void whatItsServiceHasNotToldIsNotTold() {
        JsonNode letter = buried();
        String subject = letter.get("subject").asText();
        long sequence = letter.get("sequence").asLong();
        String forged = text(letter).replaceFirst("\"score\":\\d", "\"score\":1");
        assertThat(forged).isNotEqualTo(text(letter));

        for (Forgery forgery : List.of(
                new Forgery(forged, subject, STREAM, sequence, "its service has not told it"),
                new Forgery(text(letter), subject, "EVENTS_other", sequence, "its service has not told it"),
                new Forgery(text(letter), subject.replace("ratings", "users"), STREAM, sequence, "has not told it"),
                new Forgery(text(letter), subject, STREAM, sequence + 1_000, "the stream has dropped it"),
                new Forgery(text(letter), subject, "http", sequence, "none of a service's events"),
                new Forgery(text(letter), "event.nobody.1.created", STREAM, sequence, "no service has nobody"),
                new Forgery("", subject, STREAM, sequence, "too large to be kept"))) {
            String target = forgery.bury() + "/redrive";
            RawAnswer answer = admin.ask("POST", target);
            Problems.assertProblem(answer, 409, "not-redrivable");
            assertThat(answer.json().get("detail").asText()).contains(forgery.why());
        }
        assertThat(log.count(subject)).isEqualTo(1);
        assertThat(admin.letters()).as("none is lost").hasSize(8);
    }

    @Test
    void whileTheServiceIsAwayTheLetterStays() {
        JsonNode letter = buried();
        platform.rating(1).process().terminate();
        platform.rating(1).process().awaitExit(SOON);

        Problems.assertRetryable(admin.ask("POST", LetterAdmin.at(letter) + "/redrive"), 503, "no-instance");
        assertThat(admin.letters()).hasSize(1);

        platform.rating(1).start();
        platform.rating(1).awaitReady();
        Await.until(
                SOON,
                "it is told",
                () -> admin.ask("POST", LetterAdmin.at(letter) + "/redrive").status() == 200);
        assertThat(admin.letters()).isEmpty();
        awaitHeard();
        assertThat(log.count(letter.get("subject").asText())).isEqualTo(2);
        assertThat(counted(letter.get("subject").asText())).isEqualTo(1);
    }

    /** A letter that somebody has written who may: its service never buried it. */
    private record Forgery(String event, String subject, String stream, long sequence, String why) {
        /** @return where it is */
        String bury() {
            String id = UUID.randomUUID().toString();
            String headers = "Pullway-Dead-Reason: consumer-failed: averages: no\r\nPullway-Dead-Subject: " + subject
                    + "\r\nPullway-Dead-Stream: " + stream + "\r\nPullway-Dead-Sequence: " + sequence
                    + "\r\nPullway-Dead-Deliveries: 1\r\n";
            try (RawNats operator = RawNats.as("operator", platform.nats())) {
                operator.publish("dead.ratings." + id, headers, event);
            }
            Await.until(
                    SOON,
                    "it is there",
                    () -> admin.ask("GET", LetterAdmin.LETTERS + "/" + id).status() == 200);
            return LetterAdmin.LETTERS + "/" + id;
        }
    }

    /** The rating of a new service is told and cannot be counted. @return the letter, opened */
    private static JsonNode buried() {
        String ada = Tokens.of("ada-" + UUID.randomUUID(), "user");
        try (CountingFault fault = new CountingFault(platform)) {
            long id = RatedComments.newUser(platform, ada);
            RawAnswer made = RatedComments.json(
                            "POST", "/api/services", Tokens.admin(), "{\"name\":\"%s\"}".formatted(UUID.randomUUID()))
                    .sendTo(platform.proxy(1));
            RawAnswer rated = RatedComments.rate(ada, id, made.json().get("id").asLong(), null)
                    .sendTo(platform.proxy(1));
            assertThat(rated.status()).as("%s", rated).isEqualTo(201);
            Await.until(SOON, "its event is buried", () -> admin.letters().size() == 1);
        }
        JsonNode letter =
                admin.ask("GET", LetterAdmin.at(admin.letters().get(0))).json();
        assertThat(letter.get("reason").asText()).startsWith("consumer-failed: averages");
        return letter;
    }

    /** As it is told. */
    private static String text(JsonNode letter) {
        return letter.get("event").asText();
    }

    /** What a proxy asks the service for. */
    private static String query(JsonNode letter) {
        byte[] digest;
        try {
            digest = MessageDigest.getInstance("SHA-256").digest(text(letter).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        return "?letter=%s&stream=%s&sequence=%d&sha256=%s"
                .formatted(
                        letter.get("id").asText(),
                        STREAM,
                        letter.get("sequence").asLong(),
                        HexFormat.of().formatHex(digest));
    }

    private static void awaitHeard() {
        Await.until(SOON, "the averages have done all", () -> log.undone("averages") == 0);
    }

    /** How many ratings of the service are counted that an event is about. */
    private static long counted(String subject) {
        return CountingFault.counted(platform, Long.parseLong(subject.split("\\.")[2]));
    }
}
