package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.pullway.fixtures.Await;
import io.pullway.scenario.TraceCollector.Recorded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The rating service asks the moderation service before it publishes a comment, with an ordinary REST client and through
 * NATS alone. Both have no more rights there than the design gives to services.
 */
final class S82_AServiceCallsAnotherTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static TraceCollector collector;
    private static Platform platform;
    private static String ada;
    private static long adasId;

    @BeforeAll
    static void start() {
        collector = new TraceCollector();
        platform = Moderated.start("S82", collector.environment());
        Moderated.rating(platform);
        ada = Tokens.of("ada", "user");
        adasId = RatedComments.newUser(platform, ada);
    }

    @AfterAll
    static void end() {
        platform.close();
        collector.close();
    }

    @Test
    void aCommentIsJudgedAsThatOfItsAuthorBeforeItIsPublished() {
        RawAnswer published = RatedComments.rate(ada, adasId, 1, "On time.").sendTo(platform.proxy(1));
        RawAnswer refused = RatedComments.rate(ada, adasId, 2, "What a scam!").sendTo(platform.proxy(1));

        assertThat(published.status()).isEqualTo(201);
        assertThat(RatedComments.judged(platform, "On time.")).containsExactly("ada");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().get("errors").toString())
                .contains("comment", "is not published: The word 'scam' is not published here.");
        assertThat(RatedComments.published(platform, "What a scam!")).isZero();

        String rating = published.value("location").orElseThrow().replaceFirst("^https?://[^/]*", "");
        assertThat(change(rating, "{\"comment\":\"You idiot\"}").status()).isEqualTo(422);
        assertThat(change(rating, "{\"score\":2}").status()).isEqualTo(200);
        assertThat(RatedComments.judged(platform, "On time."))
                .as("what is published already is not judged again")
                .hasSize(1);
    }

    @Test
    void onlyWhoMayPublishHasCommentsJudged() {
        byte[] comment = "{\"text\":\"Of nobody.\"}".getBytes(StandardCharsets.UTF_8);
        RawAnswer anonymous = RawRequest.of("POST", "/api/moderation/verdicts")
                .field("Content-Type", "application/json")
                .body(comment)
                .sendTo(platform.proxy(1));
        String key = RatedComments.json("POST", "/api/users/" + adasId + "/api-keys", ada, "{\"name\":\"machine\"}")
                .sendTo(platform.proxy(1))
                .json()
                .get("key")
                .asText();
        RawAnswer commented =
                RatedComments.rateByKey(key, adasId, 8, "Of a machine.").sendTo(platform.proxy(1));

        assertThat(anonymous.status()).isEqualTo(401);
        assertThat(RatedComments.judged(platform, "Of nobody.")).isEmpty();
        assertThat(commented.status()).isEqualTo(403);
        assertThat(commented.text()).contains("send it with a token");
        assertThat(RatedComments.published(platform, "Of a machine.")).isZero();
        assertThat(RatedComments.rateByKey(key, adasId, 8, null)
                        .sendTo(platform.proxy(1))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void theCallBelongsToTheTraceOfItsRequest() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        RawAnswer answer = RatedComments.rate(ada, adasId, 3, "Traced.")
                .field("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .sendTo(platform.proxy(1));

        assertThat(answer.status()).isEqualTo(201);
        Await.until(
                SOON,
                "the spans of both services",
                () -> !serverSpans(trace, "moderation-service").isEmpty()
                        && !serverSpans(trace, "rating-service").isEmpty()
                        && collector.spans(trace).stream()
                                .anyMatch(span -> span.kind() == SpanKind.SPAN_KIND_CLIENT
                                        && span.name().equals("call POST")));
        Recorded call = collector.spans(trace).stream()
                .filter(span -> span.name().equals("call POST"))
                .findFirst()
                .orElseThrow();
        assertThat(serverSpans(trace, "moderation-service"))
                .singleElement()
                .satisfies(span -> assertThat(span.parentId()).isEqualTo(call.spanId()));
        assertThat(call.parentId())
                .isEqualTo(serverSpans(trace, "rating-service").getFirst().spanId());
    }

    @Test
    void theCallHasNoMoreTimeThanItsRequest() {
        try (NatsClient nats = new NatsClient(platform)) {
            NatsClient.Watch calls = nats.watch("http.moderation.>");
            platform.moderation(1).process().freeze();
            long begin = System.nanoTime();
            RawAnswer answer;
            try {
                answer = RatedComments.rate(ada, adasId, 4, "Too late.")
                        .field("Prefer", "wait=2")
                        .sendTo(platform.proxy(1));
            } finally {
                platform.moderation(1).process().thaw();
            }

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
            assertThat(answer.status()).isIn(503, 504);
            assertThat(Long.parseLong(calls.next().field("pullway-budget-ms"))).isBetween(1L, 2_000L);
            assertThat(RatedComments.published(platform, "Too late.")).isZero();
        }
    }

    @Test
    void aServiceMayCallOnlyThoseThatItIsAllowedTo() throws Exception {
        try (NatsClient everybody = new NatsClient(platform);
                Connection rating = connect("rating-service")) {
            NatsClient.Watch requests = everybody.watch("http.*.get.permission");
            NatsClient.Watch replies = everybody.watch("reply.>");
            rating.publish("http.echo.get.permission", null);
            rating.publish("http.users.get.permission", null);
            rating.publish("reply.proxy.p1.moderation.x", null);
            rating.publish("http.moderation.get.permission", null);
            rating.flush(SOON);

            assertThat(requests.next().subject()).isEqualTo("http.moderation.get.permission");
            assertThat(requests.isQuiet()).isTrue();
            assertThat(replies.isQuiet()).isTrue();
        }
    }

    private static Connection connect(String service) throws IOException, InterruptedException {
        return Nats.connect(Options.builder()
                .server(platform.nats().url())
                .userInfo(service, "secret")
                .inboxPrefix("_INBOX_" + service + ".")
                .build());
    }

    private static RawAnswer change(String rating, String patch) {
        return RatedComments.json("PATCH", rating, ada, patch).sendTo(platform.proxy(1));
    }

    private static List<Recorded> serverSpans(String trace, String service) {
        return collector.spans(trace).stream()
                .filter(span -> span.service().equals(service) && span.kind() == SpanKind.SPAN_KIND_SERVER)
                .toList();
    }
}
