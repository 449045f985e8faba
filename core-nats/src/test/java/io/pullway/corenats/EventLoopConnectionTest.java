package io.pullway.corenats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.pullway.fixtures.Await;
import io.pullway.fixtures.NatsServer;
import io.pullway.wire.CoreConnection;
import io.pullway.wire.CoreMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one publishes, others hear, byte for byte; and what one may not publish harms nobody. */
class EventLoopConnectionTest {
    private static final int THREADS = 4;
    private static final int EACH = 20_000;

    @AutoClose
    private static final NatsServer NATS = NatsServer.started("max_payload: 100000");

    @AutoClose
    private final LinkOwner owner = new LinkOwner(NATS.url());

    private final List<CoreMessage> heard = new CopyOnWriteArrayList<>();

    @BeforeEach
    void connect() {
        owner.connected();
    }

    @Test
    void everyByteArrives() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        byte[] headers = bytes("NATS/1.0\r\nA: \u00ff\r\nno colon\r\n\r\n");
        owner.requests().subscribe("bytes.*", heard::add);

        owner.requests().publish("bytes.1", "to.me", headers, all);

        CoreMessage message = first();
        assertThat(message.subject()).isEqualTo("bytes.1");
        assertThat(message.replyTo()).isEqualTo("to.me");
        assertThat(message.headers()).isEqualTo(headers);
        assertThat(message.header("A")).isEqualTo("\u00ff");
        assertThat(message.header("B")).isNull();
        assertThat(message.status()).isZero();
        assertThat(message.data()).isEqualTo(all);
    }

    @Test
    void whoAsksWhereNobodyListensIsTold() {
        String inbox = owner.requests().newInbox();
        owner.requests().subscribe(inbox, heard::add);

        owner.requests().publish("nobody.listens", inbox, null, new byte[0]);

        assertThat(first().status()).isEqualTo(503);
    }

    @Test
    void manyThreadsPublishInTheirOrderAndNothingIsLost() throws Exception {
        AtomicLongArray next = new AtomicLongArray(THREADS);
        owner.requests().subscribe("many.*", message -> {
            ByteBuffer data = ByteBuffer.wrap(message.data());
            int thread = data.getInt();
            // Who hears something out of order never reaches the end.
            next.compareAndSet(thread, data.getInt(), next.get(thread) + 1);
        });
        Thread[] threads = new Thread[THREADS];
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            threads[t] = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < EACH; i++) {
                    owner.requests()
                            .publish(
                                    "many." + thread,
                                    ByteBuffer.allocate(8)
                                            .putInt(thread)
                                            .putInt(i)
                                            .array());
                }
            });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Await.until(LinkOwner.LIMIT, "all have arrived", () -> {
            for (int t = 0; t < THREADS; t++) {
                if (next.get(t) != EACH) {
                    return false;
                }
            }
            return true;
        });
    }

    @Test
    void whatIsTooLargeIsRefusedAndTheConnectionStays() {
        assertThat(owner.requests().maxPayload()).isEqualTo(100_000);
        assertThatThrownBy(() -> owner.requests().publish("large", new byte[100_001]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("100000");
        owner.requests().subscribe("large", heard::add);

        owner.requests().publish("large", new byte[100_000]);

        assertThat(first().data()).hasSize(100_000);
        assertThat(owner.disconnects).hasValue(0);
    }

    @Test
    void aReceiverThatFailsHarmsNobodyElse() {
        owner.requests().subscribe("fails", message -> {
            throw new IllegalStateException("of the test");
        });
        owner.requests().subscribe("works", heard::add);

        owner.requests().publish("fails", new byte[1]);
        owner.requests().publish("works", new byte[1]);

        assertThat(first().subject()).isEqualTo("works");
        assertThat(owner.disconnects).hasValue(0);
    }

    @Test
    void anEndedSubscriptionHearsNothingMore() throws Exception {
        CoreConnection.Subscription ended = owner.requests().subscribe("ended", heard::add);
        owner.requests().subscribe("goes.on", heard::add);
        ended.end();

        owner.requests().publish("ended", new byte[1]);
        owner.requests().publish("goes.on", new byte[1]);
        owner.requests().flush(LinkOwner.LIMIT);

        assertThat(first().subject()).isEqualTo("goes.on");
    }

    @Test
    void aDrainedSubscriptionHearsWhatIsUnderWayAndNothingMore() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        owner.requests().subscribe("block", message -> {
            blocked.countDown();
            awaitQuietly(goOn);
        });
        CoreConnection.Subscription drained = owner.requests().subscribe("drained", heard::add);
        owner.requests().publish("block", new byte[1]);
        blocked.await();
        try (Connection other = NATS.connect()) {
            other.publish("drained", "1", new byte[1]);
            other.flush(LinkOwner.LIMIT);
            drained.drain();
            goOn.countDown();
            assertThat(first().replyTo()).isEqualTo("1");
            owner.requests().flush(LinkOwner.LIMIT);
            other.publish("drained", "2", new byte[1]);
            other.flush(LinkOwner.LIMIT);
            owner.requests().flush(LinkOwner.LIMIT);
        }
        assertThat(heard).hasSize(1);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CoreMessage first() {
        Await.until(LinkOwner.LIMIT, "a message", () -> !heard.isEmpty());
        return heard.getFirst();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
