package io.pullway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.api.StreamConfiguration;
import io.pullway.fixtures.NatsServer;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.RecordEnvelope;
import io.pullway.wire.RecordEnvelope.State;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.ResponseEnvelope;
import io.pullway.wire.ResponseEnvelope.Outcome;
import io.pullway.wire.record.AnswerRecord;
import io.pullway.wire.record.Asker;
import io.pullway.wire.record.Decision;
import io.pullway.wire.record.ReadResult;
import io.pullway.wire.record.RecordRules;
import io.pullway.wire.record.RecordStore;
import io.pullway.wire.record.RecordTimes;
import io.pullway.wire.record.Runner;
import io.pullway.wire.record.WriteResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an instance makes of the record of a claimed request, on a real NATS server. */
class RecordKeeperTest {
    private static final RecordRules RULES = new RecordRules(RecordTimes.of(5, 10_000));

    private final RequestId id = RequestId.next();
    private NatsServer nats;
    private RequestsOnNats requests;
    private RecordStore store;
    private RecordKeeper keeper;
    private RecordKeeper.Claimed claimed;

    @BeforeEach
    void start() throws Exception {
        nats = NatsServer.started();
        try (Connection connection = nats.connect()) {
            connection
                    .jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name("ANSWERS_echo-service")
                            .subjects("answer.echo.>")
                            .maxMessagesPerSubject(1)
                            .allowMessageTtl(true)
                            .build());
        }
        requests = new RequestsOnNats(nats);
        store = RecordStore.ofService(requests.connection(), "echo-service");
        keeper = new RecordKeeper(store, RULES);
        claimed = by("first", claim());
    }

    @AfterEach
    void end() {
        requests.close();
        nats.close();
    }

    @Test
    void whatIsRunSaysSoInItsRecordFirst() {
        assertThat(result(keeper.begin(claimed, null, () -> false))).isInstanceOf(RecordKeeper.Run.class);

        assertThat(state()).isEqualTo(State.STARTED);
    }

    @Test
    void whatMayBeWithSomebodyElseIsNotStarted() {
        assertThat(result(keeper.begin(claimed, null, () -> true))).isInstanceOf(RecordKeeper.Left.class);

        assertThat(state()).isEqualTo(State.CLAIM);
    }

    @Test
    void whatMayBeWithSomebodyElseIsNotDecidedEither() {
        assertThat(result(keeper.refused(claimed, notStarted(), () -> true))).isInstanceOf(RecordKeeper.Left.class);
        assertThat(state()).isEqualTo(State.CLAIM);

        assertThat(result(keeper.refused(claimed, notStarted(), () -> false))).isInstanceOf(RecordKeeper.Settled.class);
        assertThat(state()).isEqualTo(State.RELEASED);
    }

    /** Nobody else can have it: its own record says so, of which it did not hear that it was stored. */
    @Test
    void whatItHasStartedItselfItRuns() {
        result(keeper.begin(claimed, null, () -> false));

        assertThat(result(keeper.begin(claimed, null, () -> true))).isInstanceOf(RecordKeeper.Run.class);
    }

    /** Its method is not repeatable. */
    @Test
    void whatAnotherDeliveryHasStartedIsSettledAndNotRun() {
        result(keeper.begin(claimed, null, () -> false));

        assertThat(result(keeper.begin(by("second", claimed.runner().claim()), null, () -> false)))
                .isInstanceOf(RecordKeeper.Settled.class);
        assertThat(state()).isEqualTo(State.OUTCOME);
    }

    private RecordKeeper.Claimed by(String delivery, long claim) {
        return new RecordKeeper.Claimed("echo", new Runner(id, claim, delivery, false, "echo-1"), Runnable::run);
    }

    /** Writes what a proxy would. @return the sequence of the claim */
    private long claim() {
        long now = System.currentTimeMillis();
        Asker asker =
                new Asker(id, new RecordEnvelope.Request(RequestKind.KEYED, "same", "nobody", now + 60_000), "p1");
        Decision.Claim claim = (Decision.Claim) RULES.asks(null, asker, Asker.Progress.NONE, now);
        return ((WriteResult.Written) result(store.write("echo", id, claim.write()))).sequence();
    }

    private State state() {
        return result(store.read("echo", id)) instanceof ReadResult.Found(AnswerRecord record) ? record.state() : null;
    }

    private HttpResponseMessage notStarted() {
        return new HttpResponseMessage(
                new ResponseEnvelope(id, "echo-1", -1, Outcome.NOT_STARTED), 504, new FieldLines(), Body.EMPTY);
    }

    private static <T> T result(CompletableFuture<T> question) {
        return question.orTimeout(10, TimeUnit.SECONDS).join();
    }
}
