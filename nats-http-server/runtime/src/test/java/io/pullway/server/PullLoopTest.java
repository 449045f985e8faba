package io.pullway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.Subscription;
import io.pullway.fixtures.Await;
import io.pullway.fixtures.NatsServer;
import io.pullway.wire.CoreConnection;
import io.pullway.wire.CoreMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of slots that were asked for, where nothing answers any more: as after a lost connection. */
class PullLoopTest {
    private static final int SLOTS = 8;
    private static final int ROUNDS = 100;
    private static final int AT_ONCE = 4;
    private static final long ROUND_SECONDS = 10;
    private static final ConsumerBinding BINDING = new ConsumerBinding("s", "c", Duration.ofSeconds(10));

    /** Longer than the expiry of a pull and what is waited for after it. */
    private static final Duration EXPIRED = Duration.ofSeconds(10);

    private record Pulled(PullLoop loop, RequestSlots slots) {}

    @Test
    void everySlotComesBackHoweverManyRenewAtTheSameMoment() throws Exception {
        try (NatsServer nats = NatsServer.started();
                RequestsOnNats link = new RequestsOnNats(nats);
                Connection silent = nats.connect()) {
            // In the place of the consumer.
            silent.subscribe("$JS.API.CONSUMER.MSG.NEXT.s.c");
            silent.flush(EXPIRED);
            List<Pulled> all = renewed(link.connection());

            Await.until(EXPIRED, "nothing is asked for any more", () -> {
                all.forEach(one -> one.loop().tick());
                return all.stream().allMatch(one -> one.slots().asked() == 0);
            });
        }
    }

    /** By that, what is unsafe is not started: it may be with somebody else by now. */
    @Test
    void whatComesByTheInboxOfBeforeIsKnownAsThat() throws Exception {
        try (NatsServer nats = NatsServer.started();
                RequestsOnNats link = new RequestsOnNats(nats);
                Connection consumer = nats.connect()) {
            Subscription pulls = consumer.subscribe("$JS.API.CONSUMER.MSG.NEXT.s.c");
            consumer.flush(EXPIRED);
            BlockingQueue<Boolean> retired = new LinkedBlockingQueue<>();
            PullLoop loop = new PullLoop(link.connection(), BINDING, new RequestSlots(SLOTS).direct(), told(retired));
            loop.tick();
            String inbox = pulls.nextMessage(EXPIRED).getReplyTo();

            consumer.publish(inbox, new byte[1]);
            assertThat(retired.poll(ROUND_SECONDS, TimeUnit.SECONDS)).isFalse();
            loop.renew();
            consumer.publish(inbox, new byte[1]);
            assertThat(retired.poll(ROUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Tells of each message whether it came by an inbox of before. */
    private static PullLoop.Owner told(BlockingQueue<Boolean> retired) {
        return new PullLoop.Owner() {
            @Override
            public void received(PullInbox inbox, CoreMessage message) {
                retired.add(inbox.isRetired());
            }

            @Override
            public void slotsLeft() {
                // Nobody else needs them.
            }
        };
    }

    /** Each of them has had all of its slots free, and several threads that gave up what another one had just made. */
    private static List<Pulled> renewed(CoreConnection connection) throws Exception {
        List<Pulled> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int round = 0; round < ROUNDS; round++) {
                RequestSlots slots = new RequestSlots(SLOTS);
                PullLoop loop = new PullLoop(connection, BINDING, slots.direct(), new Nobody());
                CyclicBarrier together = new CyclicBarrier(AT_ONCE);
                List<Future<Integer>> renewing = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    renewing.add(threads.submit(() -> {
                        int place = together.await();
                        loop.renew();
                        return place;
                    }));
                }
                for (Future<Integer> one : renewing) {
                    one.get(ROUND_SECONDS, TimeUnit.SECONDS);
                }
                assertThat(slots.asked()).isPositive();
                loop.stop();
                all.add(new Pulled(loop, slots));
            }
        }
        return all;
    }

    private static final class Nobody implements PullLoop.Owner {
        @Override
        public void received(PullInbox inbox, CoreMessage message) {
            throw new AssertionError("nobody sends anything");
        }

        @Override
        public void slotsLeft() {
            // Nobody else needs them.
        }
    }
}
