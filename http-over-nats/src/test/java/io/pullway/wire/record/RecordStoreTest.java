package io.pullway.wire.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.Subscription;
import io.pullway.fixtures.Await;
import io.pullway.fixtures.NatsServer;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.RecordEnvelope;
import io.pullway.wire.RecordEnvelope.State;
import io.pullway.wire.RecordMessage;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.ResponseEnvelope;
import io.pullway.wire.Subjects;
import io.pullway.wire.record.WriteResult.Conflict;
import io.pullway.wire.record.WriteResult.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records on a real nats-server. */
class RecordStoreTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final RequestId id = RequestId.next();
    private NatsServer server;
    private Connection connection;
    private CoreOnJnats core;
    private RecordStore store;

    @BeforeEach
    void start() throws Exception {
        server = NatsServer.started();
        connection = Nats.connect(Options.builder()
                .server(server.url())
                .maxReconnects(-1)
                .reconnectBufferSize(0)
                .reconnectWait(Duration.ofMillis(50))
                .build());
        AnswerStream.create(connection, 1 << 20);
        core = new CoreOnJnats(connection);
        store = RecordStore.ofProxy(core);
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        server.close();
    }

    private RecordWrite claim(long expected) {
        return write(State.CLAIM, expected, 102, Body.EMPTY, 60);
    }

    private RecordWrite write(State state, long expected, int status, Body body, long ttl) {
        RecordEnvelope.Request request = new RecordEnvelope.Request(RequestKind.KEYED, "f", "p", 1);
        HttpResponseMessage response =
                new HttpResponseMessage(new ResponseEnvelope(id, "p1", -1, null), status, new FieldLines(), body);
        return new RecordWrite(
                new RecordMessage(
                        new RecordEnvelope(state, request, state == State.CLAIM ? 0 : 1, null, false), response),
                expected,
                ttl);
    }

    private WriteResult write(RecordWrite write) throws Exception {
        return store.write("users", id, write).get(10, TimeUnit.SECONDS);
    }

    private ReadResult read() throws Exception {
        return store.read("users", id).get(10, TimeUnit.SECONDS);
    }

    @Test
    void whatIsWrittenIsReadWithItsSequenceAndTheServersTime() throws Exception {
        assertThat(read()).isEqualTo(new ReadResult.Absent());
        RecordWrite claim = claim(0);
        long before = System.currentTimeMillis();
        assertThat(write(claim)).isEqualTo(new Written(1));
        AnswerRecord found = ((ReadResult.Found) read()).record();
        assertThat(found.message()).isEqualTo(claim.record());
        assertThat(found.claim()).isEqualTo(1);
        assertThat(found.storedMillis()).isBetween(before - 1_000, System.currentTimeMillis() + 1_000);
        assertThat(write(write(State.ANSWER, 1, 201, Body.of(new byte[] {0, -1}), 60)))
                .isEqualTo(new Written(2));
        found = ((ReadResult.Found) read()).record();
        assertThat(found.response().body()).isEqualTo(Body.of(new byte[] {0, -1}));
        assertThat(found.claim()).isEqualTo(1);
    }

    @Test
    void whoWritesOnAnotherRecordThanTheLastIsToldAndNothingIsWritten() throws Exception {
        assertThat(write(claim(7))).isEqualTo(new Conflict());
        assertThat(write(claim(0))).isEqualTo(new Written(1));
        assertThat(write(claim(0))).isEqualTo(new Conflict());
        assertThat(((ReadResult.Found) read()).record().sequence()).isEqualTo(1);
    }

    @Test
    void ofManyWhoWriteAtTheSameMomentOneWins() throws Exception {
        for (int round = 0; round < 20; round++) {
            long last =
                    read() instanceof ReadResult.Found found ? found.record().sequence() : 0;
            List<CompletableFuture<WriteResult>> writes = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                writes.add(store.write("users", id, claim(last)));
            }
            List<WriteResult> results = new ArrayList<>();
            for (CompletableFuture<WriteResult> one : writes) {
                results.add(one.get(10, TimeUnit.SECONDS));
            }
            assertThat(results).filteredOn(Written.class::isInstance).hasSize(1);
            assertThat(results).filteredOn(Conflict.class::isInstance).hasSize(15);
        }
    }

    @Test
    void aServerKnowsItsStreamAndAnUnknownResourceHasNone() throws Exception {
        assertThat(write(claim(0))).isEqualTo(new Written(1));
        RecordStore own = RecordStore.ofService(core, "rating-service");
        assertThat(own.read("users", id).get(10, TimeUnit.SECONDS)).isInstanceOf(ReadResult.Found.class);
        assertThat(store.read("things", id).get(10, TimeUnit.SECONDS)).isEqualTo(new ReadResult.NoStream("things"));
        assertThat(store.write("things", id, claim(0)).get(10, TimeUnit.SECONDS))
                .isInstanceOf(WriteResult.NotTaken.class);
        assertThat(RecordStore.ofService(core, "none").read("users", id).get(10, TimeUnit.SECONDS))
                .isInstanceOf(ReadResult.Unavailable.class);
    }

    /** As while a cluster elects its leader. */
    @Test
    void whereJetStreamDoesNotSayNoResourceIsCalledUnknown() throws Exception {
        try (NatsServer silent = NatsServer.started("""
                        authorization { users: [ { user: any, password: any, permissions: { publish: {
                          allow: ">", deny: "$JS.API.STREAM.NAMES" } } } ] }
                        no_auth_user: any
                        """);
                Connection asking = silent.connect()) {
            AnswerStream.create(asking, 1 << 20);

            assertThat(RecordStore.ofProxy(new CoreOnJnats(asking))
                            .read("users", id)
                            .get(10, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            ReadResult.Unavailable.class,
                            unsaid -> assertThat(unsaid.reason()).contains("does not say"));
        }
    }

    @Test
    void aRecordIsGoneAfterItsTime() throws Exception {
        assertThat(write(write(State.RELEASED, 0, 503, Body.EMPTY, 1))).isEqualTo(new Written(1));
        Await.until(LIMIT, "the record is gone", () -> {
            try {
                return read() instanceof ReadResult.Absent;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        // A claim expects none again, however many there were.
        assertThat(write(claim(0))).isEqualTo(new Written(2));
    }

    @Test
    void aFullStreamAndATooLargeRecordAreTold() throws Exception {
        int maxPayload = (int) connection.getMaxPayload();
        assertThat(write(write(State.ANSWER, 0, 200, Body.of(new byte[maxPayload]), 60)))
                .isEqualTo(new WriteResult.TooLarge());
        Body big = Body.of(new byte[maxPayload - 2_000]);
        assertThat(write(write(State.ANSWER, 0, 200, big, 60))).isEqualTo(new Written(1));
        assertThat(((ReadResult.Found) read()).record().response().body()).isEqualTo(big);
        assertThat(store.write("users", RequestId.next(), write(State.ANSWER, 0, 200, big, 60))
                        .get(10, TimeUnit.SECONDS))
                .isEqualTo(new WriteResult.Full());
    }

    @Test
    void anAnswerThatHttpDoesNotAllowIsNotWritten() throws Exception {
        HttpResponseMessage split = new HttpResponseMessage(
                new ResponseEnvelope(id, "p1", -1, null), 200, new FieldLines().add("x", "a\r\nb"), Body.EMPTY);
        RecordWrite good = write(State.ANSWER, 0, 200, Body.EMPTY, 60);
        RecordWrite bad = new RecordWrite(new RecordMessage(good.record().record(), split), 0, 60);
        assertThat(write(bad)).isInstanceOf(WriteResult.Illegal.class);
        assertThat(read()).isEqualTo(new ReadResult.Absent());
    }

    @Test
    void aRecordIsHeardAsSoonAsItIsStoredAndStrangersAreNot() throws Exception {
        Subscription kept = connection.subscribe(Subjects.kept("users", id));
        connection.flush(LIMIT);
        assertThat(write(claim(0))).isEqualTo(new Written(1));
        Message message = kept.nextMessage(LIMIT);
        assertThat(RecordStore.heard(CoreOnJnats.core(message))).isEqualTo(((ReadResult.Found) read()).record());
        connection.publish(Subjects.kept("users", id), message.getData());
        Message forged = kept.nextMessage(LIMIT);
        assertThatThrownBy(() -> RecordStore.heard(CoreOnJnats.core(forged)))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void withoutAServerEverythingIsToldInTime() throws Exception {
        assertThat(write(claim(0))).isEqualTo(new Written(1));
        server.freeze();
        CompletableFuture<WriteResult> frozen = store.write("users", id, claim(1));
        assertThat(frozen.get(5, TimeUnit.SECONDS)).isInstanceOf(WriteResult.Unknown.class);
        assertThat(store.read("users", id).get(5, TimeUnit.SECONDS)).isInstanceOf(ReadResult.Unavailable.class);
        CompletableFuture<WriteResult> lost = store.write("users", id, claim(1));
        store.disconnected();
        assertThat(lost).isCompletedWithValueMatching(WriteResult.Unknown.class::isInstance);
        server.kill();
        Await.until(LIMIT, "disconnected", () -> connection.getStatus() != Connection.Status.CONNECTED);
        assertThat(write(claim(1))).isInstanceOf(WriteResult.NotTaken.class);
        server.start();
        Await.until(LIMIT, "connected again", () -> {
            try {
                return read() instanceof ReadResult.Found;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }
}
