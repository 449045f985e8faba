package io.pullway.server.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Subscription;
import io.pullway.fixtures.Await;
import io.pullway.server.PullServer;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.ResponseEnvelope.Outcome;
import io.pullway.wire.Subjects;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * An unsafe request that was received, was not started, and may be with another instance by now, is neither started nor
 * acknowledged: JetStream delivers it again, and says so. An idempotent one is run all the same.
 */
class MayBeElsewhereTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration ACK_WAIT = Duration.ofSeconds(5);
    private static final String SERVICE = "things-service";

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(
                    TurnsResource.class, WireClient.class, ClaimingClient.class, ClientLink.class, TestNats.class))
            .setBeforeAllCustomizer(() -> WireClient.createStream(SERVICE, "things", ACK_WAIT))
            .overrideConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("quarkus.management.test-port", "0")
            .overrideRuntimeConfigKey("quarkus.vertx.event-loops-pool-size", "1")
            .overrideRuntimeConfigKey("pullway.server.enabled", "true")
            .overrideRuntimeConfigKey("pullway.server.service", SERVICE)
            .overrideRuntimeConfigKey("pullway.server.resources", "things")
            .overrideRuntimeConfigKey("pullway.nats.servers", TestNats.url());

    private static final WireClient CLIENT = new WireClient();
    private static final ClaimingClient CLAIMS = new ClaimingClient();

    @Inject
    PullServer server;

    @BeforeAll
    static void start() {
        CLAIMS.createDeadLetters();
    }

    @AfterEach
    void end() {
        CLAIMS.awaitEmptyQueue();
    }

    @AfterAll
    static void stop() {
        CLAIMS.close();
        CLIENT.close();
    }

    @Test
    void whatComesByAnInboxOfBeforeAReconnect() throws Exception {
        Subscription pulls = CLIENT.listen("$JS.API.CONSUMER.MSG.NEXT." + SERVICE + "." + SERVICE);
        // Stands for two seconds now, and has every slot: nothing can be asked for by the next inbox meanwhile.
        assertThat(pulls.nextMessage(LIMIT)).isNotNull();

        server.reconnected();
        CompletableFuture<HttpResponseMessage> unsafe = send("POST", "old");
        HttpResponseMessage idempotent = await(send("PUT", "old"));

        assertThat(WireClient.text(idempotent)).isEqualTo("1");
        assertThat(unsafe).isNotDone();
        isNotStarted(unsafe, "POST old");
    }

    @Test
    void whatHasWaitedForHalfTheAckWaitHere() {
        CompletableFuture<HttpResponseMessage> held = send("GET", "hold");
        CompletableFuture<HttpResponseMessage> unsafe = send("POST", "late");
        CompletableFuture<HttpResponseMessage> idempotent = send("PUT", "late");
        Await.until(LIMIT, "all are delivered", () -> CLIENT.delivered(SERVICE) == 3);
        long delivered = System.nanoTime();
        Await.until(
                LIMIT, "half the ack wait is over", () -> System.nanoTime() - delivered > ACK_WAIT.toNanos() * 2 / 3);
        TurnsResource.GATE.release();

        assertThat(WireClient.text(await(held))).isEqualTo("held");
        assertThat(WireClient.text(await(idempotent))).isEqualTo("1");
        assertThat(unsafe).isNotDone();
        isNotStarted(unsafe, "POST late");
    }

    /** Its record is what tells others of its start: whoever may be the second writes nothing there, and runs nothing. */
    @Test
    void whatIsKeyedAndTriesToWriteTheRecordOfItsStart() throws Exception {
        RequestId id = RequestId.next();
        long claim = CLAIMS.claim(RequestKind.KEYED, id);
        CLAIMS.keepAnswersOf("others");
        Subscription records = CLIENT.listen(Subjects.answer("things", id));
        CLAIMS.publish(RequestKind.KEYED, id, claim, "POST", "/things/keyed");
        assertThat(records.nextMessage(LIMIT)).isNotNull();

        // It has tried once, and tries again two seconds later.
        server.reconnected();
        records.unsubscribe();
        CLAIMS.keepAnswersOf("things");

        HttpResponseMessage answer = CLAIMS.settled(id).response();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.envelope().queueWaitMillis())
                .as("its second delivery is run")
                .isGreaterThanOrEqualTo(ACK_WAIT.toMillis());
        assertThat(TurnsResource.COUNTS).containsEntry("POST keyed", 1);
    }

    /** That it comes a second time says that it was not acknowledged; an unsafe request is never run then. */
    private static void isNotStarted(CompletableFuture<HttpResponseMessage> unsafe, String name) {
        assertThat(await(unsafe).envelope().outcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
        assertThat(TurnsResource.COUNTS).doesNotContainKey(name);
    }

    private static CompletableFuture<HttpResponseMessage> send(String method, String name) {
        return CLIENT.send(method, "/things/" + name, new FieldLines(), Body.EMPTY);
    }

    private static HttpResponseMessage await(CompletableFuture<HttpResponseMessage> answer) {
        return answer.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }
}
