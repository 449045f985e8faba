package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an operator reads from the management ports, before and after requests of every kind. */
final class S69_FiguresTellWhatBecameOfRequestsTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String REQUESTS = "pullway_proxy_requests_seconds_count";
    private static final String DELIVERIES = "pullway_server_deliveries_total";
    private static final String DIRECT = "queue=\"direct\"";
    private static final String LATER = "queue=\"later\"";

    private static Platform platform;
    private static Program proxy;

    @BeforeAll
    static void start() {
        platform = Platform.of("S69").start();
        proxy = platform.proxy(1);
        Await.until(SOON, "the proxy has heard of the instance", () -> {
            RawRequest.get("/api/echo/heard").sendTo(proxy);
            return requests("echo", "answered-2xx") > 0;
        });
    }

    @AfterAll
    static void end() {
        platform.close();
    }

    @Test
    void theProxyCountsByResourceAndOutcome() {
        int answered = requests("echo", "answered-2xx");
        int refused = requests("echo", "answered-4xx");
        int unknown = requests("other", "no-such-resource");
        int bad = requests("other", "bad-target");

        RawRequest.post("/api/echo/a", new byte[10]).sendTo(proxy);
        RawRequest.get("/api/echo/b?status=404").sendTo(proxy);
        RawRequest.get("/api/nobodys/c").sendTo(proxy);
        RawRequest.get("/api/echo/%2F").sendTo(proxy);

        assertThat(requests("echo", "answered-2xx")).isEqualTo(answered + 1);
        assertThat(requests("echo", "answered-4xx")).isEqualTo(refused + 1);
        assertThat(requests("other", "no-such-resource")).isEqualTo(unknown + 1);
        assertThat(requests("other", "bad-target")).isEqualTo(bad + 1);
        assertThat(Gauges.metrics(proxy))
                .as("what clients write into paths makes no labels")
                .doesNotContain("nobodys", "/api");
        assertThat(Gauges.sum(proxy, "pullway_proxy_requests_seconds_bucket", "resource=\"echo\"", "le=\"60.0\""))
                .isEqualTo(Gauges.sum(proxy, REQUESTS, "resource=\"echo\""));
    }

    @Test
    void aClientThatGoesAwayIsCounted() {
        int before = requests("echo", "client-gone");
        try (RawHttp gone = RawHttp.connect(proxy)) {
            gone.send(Call.get(2_000).bytes());
            Await.until(SOON, "it is worked on", () -> Gauges.running(platform.echo(1)) == 1);
        }
        Await.until(SOON, "it is counted", () -> requests("echo", "client-gone") == before + 1);
        Await.until(SOON, "the slot is free", () -> Gauges.running(platform.echo(1)) == 0);
    }

    @Test
    void theServerCountsWaitsWorkAndEndsOfEachQueue() {
        Program echo = platform.echo(1);
        int waited = Gauges.sum(echo, "pullway_server_queue_wait_seconds_count", DIRECT);
        int worked = Gauges.sum(echo, "pullway_server_work_seconds_count", DIRECT);
        int answered = Gauges.sum(echo, DELIVERIES, DIRECT, "outcome=\"answered-5xx\"");
        int later = Gauges.sum(echo, DELIVERIES, LATER, "outcome=\"answered-2xx\"");

        RawRequest.get("/api/echo/d?status=500").sendTo(proxy);
        RawRequest.get("/api/echo/e").field("Prefer", "respond-async").sendTo(proxy);

        Await.until(
                SOON,
                "the answer to the asynchronous request is stored",
                () -> Gauges.sum(echo, DELIVERIES, LATER, "outcome=\"answered-2xx\"") == later + 1);
        assertThat(Gauges.sum(echo, DELIVERIES, DIRECT, "outcome=\"answered-5xx\""))
                .isEqualTo(answered + 1);
        assertThat(Gauges.sum(echo, "pullway_server_queue_wait_seconds_count", DIRECT))
                .isGreaterThan(waited);
        assertThat(Gauges.sum(echo, "pullway_server_work_seconds_count", DIRECT))
                .isGreaterThan(worked);
        assertThat(requests("echo", "accepted")).isPositive();
        assertThat(Gauges.metrics(echo)).contains("pullway_server_slots_total 128.0", "pullway_server_slots_free ");
    }

    @Test
    void whatAKilledInstanceLeavesBehindIsCountedWhereItIsWorkedOnAgain() {
        try (Platform other = Platform.of("S69-killed").start()) {
            CompletableFuture<RawAnswer> answer = CompletableFuture.supplyAsync(
                    () -> RawRequest.get("/api/echo/left?delay=3000").sendTo(other.proxy(1)));
            Await.until(SOON, "it is worked on", () -> Gauges.running(other.echo(1)) == 1);
            other.echo(1).process().kill();
            other.echo(1).start();

            assertThat(answer.join().echoed().deliveries()).isEqualTo(2);
            assertThat(Gauges.sum(other.echo(1), "pullway_server_redeliveries_total", DIRECT))
                    .isEqualTo(1);
        }
    }

    private static int requests(String resource, String outcome) {
        return Gauges.sum(proxy, REQUESTS, "resource=\"" + resource + "\"", "outcome=\"" + outcome + "\"");
    }
}
