package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.pullway.fixtures.Await;
import io.pullway.scenario.TraceCollector.Recorded;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Traces are on: whoever looks at one sees where the time of a request went, the time in its queue too. */
final class S66_OneTraceFromClientToDatabaseTest {
    /** Spans are exported every few seconds. */
    private static final Duration EXPORTED = Duration.ofSeconds(30);

    private static final Duration WAIT = Duration.ofMillis(500);

    private static TraceCollector collector;
    private static Platform platform;

    @BeforeAll
    static void start() {
        collector = new TraceCollector();
        PlatformSetup setup = Platform.of("S66").ratings(1).serviceEnvironment("PULLWAY_LOG_JSON", "true");
        collector
                .environment()
                .forEach((variable, value) ->
                        setup.proxyEnvironment(variable, value).serviceEnvironment(variable, value));
        platform = setup.start();
    }

    @AfterAll
    static void end() {
        platform.close();
        collector.close();
    }

    @Test
    void theClientsTraceGoesOnThroughProxyQueueServiceAndSql() {
        String trace = newId(16);
        String client = newId(8);

        RawAnswer answer = traced(RawRequest.get("/api/users?limit=3"), trace, client);

        assertThat(answer.status()).isEqualTo(200);
        assertWholeTrace(spansOf(trace, 4), client, "GET");
    }

    @Test
    void soDoesThatOfARequestWithABodyAndOfAKeyedOne() {
        String plain = newId(16);
        String keyed = newId(16);
        String client = newId(8);

        traced(newUser(), plain, client);
        traced(newUser().field("Idempotency-Key", "\"" + newId(16) + "\""), keyed, client);

        assertWholeTrace(spansOf(plain, 4), client, "POST");
        assertWholeTrace(spansOf(keyed, 4), client, "POST");
    }

    @Test
    void theEventOfAChangeTellsItsTrace() {
        String trace = newId(16);
        RawAnswer answer = traced(newUser(), trace, newId(8));
        String subject = "event.users." + answer.json().get("id").asText() + ".created";

        try (EventLog log = new EventLog(platform)) {
            Await.until(WAIT.multipliedBy(20), "it is told", () -> log.has(subject));
            assertThat(log.newest(subject).get("traceparent").asText()).matches("00-" + trace + "-[0-9a-f]{16}-01");
        }
    }

    @Test
    void aClientWithoutATraceGetsOneFromTheProxy() {
        RawRequest.get("/api/services?limit=2").sendTo(platform.proxy(1));

        Recorded proxy = Await.value(
                EXPORTED,
                "the span of the proxy",
                () -> collector.spans().stream()
                        .filter(span -> span.name().equals("GET /api/services"))
                        .findFirst());
        assertThat(proxy.parentId()).isEmpty();
        assertWholeTrace(spansOf(proxy.traceId(), 4), "", "GET");
    }

    @Test
    void theTimeInTheQueueIsASpanOfItsOwn() {
        String trace = newId(16);
        CompletableFuture<RawAnswer> answer;
        try (NatsClient nats = new NatsClient(platform)) {
            NatsClient.Watch requests = nats.watch("http.ratings.>");
            platform.rating(1).process().freeze();
            answer = CompletableFuture.supplyAsync(
                    () -> traced(RawRequest.get("/api/ratings?limit=1"), trace, newId(8)));
            requests.next();
            long begin = System.nanoTime();
            Await.until(EXPORTED, "it has waited", () -> System.nanoTime() - begin > WAIT.toNanos());
        } finally {
            platform.rating(1).process().thaw();
        }

        assertThat(answer.join().status()).isEqualTo(200);
        Recorded wait = only(spansOf(trace, 4), SpanKind.SPAN_KIND_CONSUMER);
        assertThat(Duration.ofNanos(wait.endNanos() - wait.startNanos())).isBetween(WAIT, EXPORTED);
    }

    @Test
    void whatAResourceMethodLogsTellsItsTrace() {
        String trace = newId(16);
        platform.postgres().stop();
        try {
            traced(RawRequest.get("/api/users"), trace, newId(8));
        } finally {
            platform.postgres().start();
        }
        assertThat(platform.rating(1).process().awaitLine("event=database-unavailable", EXPORTED))
                .contains("\"traceId\":\"" + trace + "\"", "\"requestId\":\"");
    }

    private static void assertWholeTrace(List<Recorded> spans, String client, String method) {
        Recorded proxy = spans.stream()
                .filter(span -> span.service().equals("http-to-nats-proxy"))
                .findFirst()
                .orElseThrow();
        Recorded wait = only(spans, SpanKind.SPAN_KIND_CONSUMER);
        Recorded service = spans.stream()
                .filter(span -> span.service().equals("rating-service") && span.kind() == SpanKind.SPAN_KIND_SERVER)
                .findFirst()
                .orElseThrow();
        List<Recorded> statements = spans.stream()
                .filter(span -> span.attributes().containsKey("db.system.name")
                        || span.attributes().containsKey("db.system"))
                .toList();

        assertThat(proxy.kind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
        assertThat(proxy.parentId()).isEqualTo(client);
        assertThat(proxy.name()).startsWith(method + " /api/");
        assertThat(proxy.attributes()).containsEntry("pullway.outcome", "answered-2xx");
        assertThat(wait.service()).isEqualTo("rating-service");
        assertThat(wait.name()).isEqualTo("wait rating-service");
        assertThat(wait.parentId()).isEqualTo(proxy.spanId());
        assertThat(wait.attributes())
                .containsEntry("messaging.system", "nats")
                .containsEntry("messaging.destination.name", "rating-service")
                .containsEntry("messaging.message.id", proxy.attributes().get("pullway.request_id"));
        assertThat(service.parentId()).isEqualTo(proxy.spanId());
        assertThat(service.name()).startsWith(method + " /");
        assertThat(statements).isNotEmpty();
        assertThat(ancestors(statements.getFirst(), spans)).contains(service.spanId());
        assertThat(wait.startNanos()).isLessThanOrEqualTo(wait.endNanos());
    }

    /** The ids of what is above a span. */
    private static List<String> ancestors(Recorded span, List<Recorded> spans) {
        List<String> ids = new ArrayList<>();
        for (Recorded at = span; at != null; ) {
            String parent = at.parentId();
            ids.add(parent);
            at = spans.stream()
                    .filter(other -> other.spanId().equals(parent))
                    .findFirst()
                    .orElse(null);
        }
        return ids;
    }

    private static Recorded only(List<Recorded> spans, SpanKind kind) {
        List<Recorded> found =
                spans.stream().filter(span -> span.kind() == kind).toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static List<Recorded> spansOf(String trace, int atLeast) {
        return Await.value(EXPORTED, atLeast + " spans of " + trace, () -> {
            List<Recorded> spans = collector.spans(trace);
            // Proxy and service export their own, each in parts, and the span of a whole request ends last.
            boolean whole = spans.size() >= atLeast
                    && Stream.of("http-to-nats-proxy", "rating-service")
                            .allMatch(program -> spans.stream()
                                    .anyMatch(span -> span.service().equals(program)
                                            && span.kind() == SpanKind.SPAN_KIND_SERVER));
            return whole ? Optional.of(spans) : Optional.empty();
        });
    }

    private static RawRequest newUser() {
        return RawRequest.post(
                        "/api/users",
                        "{\"firstName\":\"Ada\",\"lastName\":\"Lovelace\"}".getBytes(StandardCharsets.UTF_8))
                .field("Authorization", Tokens.admin())
                .field("Content-Type", "application/json");
    }

    private static RawAnswer traced(RawRequest request, String trace, String span) {
        return request.field("traceparent", "00-" + trace + "-" + span + "-01").sendTo(platform.proxy(1));
    }

    private static String newId(int bytes) {
        byte[] id = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(id);
        return HexFormat.of().formatHex(id);
    }
}
