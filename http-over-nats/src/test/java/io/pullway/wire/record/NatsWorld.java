package io.pullway.wire.record;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.NatsMessage;
import io.pullway.fixtures.Await;
import io.pullway.wire.NatsHeaders;
import io.pullway.wire.RequestId;
import io.pullway.wire.ServerClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The model's world on a real nats-server, with times that a test can wait for. */
final class NatsWorld implements World {
    static final long MESSAGE_MILLIS = 1_000;

    private static final String STREAM = "rating-service";
    private static final Duration ACK_WAIT = Duration.ofMillis(100);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final RequestId id = RequestId.next();
    private final Connection connection;
    private final RecordStore store;
    private final ServerClock clock = new ServerClock();
    private final String inbox;
    private final Subscription pulled;
    private final String subject = "keyed.users.post." + id;

    NatsWorld(Connection connection, RecordStore store) throws Exception {
        this.connection = connection;
        this.store = store;
        this.inbox = connection.createInbox();
        this.pulled = connection.subscribe(inbox);
        clock.measure(connection, STREAM);
        connection
                .getStreamContext(STREAM)
                .createOrUpdateConsumer(ConsumerConfiguration.builder()
                        .durable(id.text())
                        .filterSubject(subject)
                        .ackWait(ACK_WAIT)
                        .build());
    }

    static void createStream(Connection connection) throws Exception {
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name(STREAM)
                        .subjects("keyed.users.>")
                        .retentionPolicy(RetentionPolicy.WorkQueue)
                        .storageType(StorageType.File)
                        .allowMessageTtl(true)
                        .build());
    }

    @Override
    public RequestId id() {
        return id;
    }

    @Override
    public long now() {
        return TimeUnit.NANOSECONDS.toMillis(clock.nowNanos());
    }

    @Override
    public void advance(long millis) {
        long target = now() + millis;
        Await.until(LIMIT, "time goes on", () -> now() >= target);
    }

    @Override
    public AnswerRecord read() {
        return switch (store.read("users", id).join()) {
            case ReadResult.Found found -> found.record();
            case ReadResult.Absent _ -> null;
            case ReadResult.NoStream none -> throw new AssertionError(none);
            case ReadResult.Unavailable unavailable -> throw new AssertionError(unavailable);
        };
    }

    @Override
    public WriteResult write(RecordWrite write) {
        return store.write("users", id, write).join();
    }

    @Override
    public Published publish(long claim, long deadlineMillis) {
        try {
            connection
                    .jetStream()
                    .publish(NatsMessage.builder()
                            .subject(subject)
                            .headers(NatsHeaders.read(
                                    NatsHeaders.ofRequest(id.text() + "." + claim, MESSAGE_MILLIS / 1_000)))
                            .data((claim + " " + deadlineMillis).getBytes(StandardCharsets.US_ASCII))
                            .build());
            return Published.STORED;
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Delivered pull() {
        byte[] question = "{\"batch\":1,\"no_wait\":true}".getBytes(StandardCharsets.US_ASCII);
        connection.publish("$JS.API.CONSUMER.MSG.NEXT." + STREAM + "." + id, inbox, question);
        Message message;
        try {
            message = pulled.nextMessage(LIMIT);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (message.isStatusMessage()) {
            return null;
        }
        String[] words = new String(message.getData(), StandardCharsets.US_ASCII).split(" ");
        long deliveries = message.metaData().deliveredCount();
        return new Delivered(Long.parseLong(words[0]), Long.parseLong(words[1]), deliveries, message);
    }

    @Override
    public void ack(Delivered delivered) {
        ((Message) delivered.handle()).ack();
    }
}
