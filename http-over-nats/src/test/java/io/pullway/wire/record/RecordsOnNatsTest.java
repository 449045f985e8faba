package io.pullway.wire.record;

import io.nats.client.Connection;
import io.pullway.fixtures.NatsServer;
import io.pullway.wire.record.RecordsModel.Scale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The same model as in {@link RecordsModelTest}, where a real nats-server compares, sets, expires and redelivers. */
class RecordsOnNatsTest {
    private static final RecordTimes TIMES = new RecordTimes(30, NatsWorld.MESSAGE_MILLIS, 200, 3_600_000, 1_000);

    private static NatsServer server;
    private static Connection connection;
    private static RecordStore store;

    @BeforeContainer
    static void start() throws Exception {
        server = NatsServer.started();
        connection = server.connect();
        AnswerStream.create(connection, 1 << 24);
        NatsWorld.createStream(connection);
        store = RecordStore.ofProxy(new CoreOnJnats(connection));
    }

    @AfterContainer
    static void stop() throws Exception {
        connection.close();
        server.close();
    }

    @Property(tries = 8, shrinking = ShrinkingMode.OFF)
    void whateverCrashesNothingIsDoneTwiceAndEverybodyGetsTheSameAnswer(@ForAll long seed) throws Exception {
        new RecordsModel(new NatsWorld(connection, store), TIMES, new Scale(300, 200, 20, 110, 310, 1_050, 1_550), seed)
                .run();
    }
}
