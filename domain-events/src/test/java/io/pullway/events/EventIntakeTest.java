package io.pullway.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.Subscription;
import io.pullway.fixtures.Await;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

/** How many events an application is given. */
class EventIntakeTest {
    private static final int MOST = EventIntake.MOST_IN_HAND;

    @Test
    void noMoreIsPulledThanThereIsRoomForAndAllOfItInTheEnd() throws Exception {
        try (EventsOnNats nats = new EventsOnNats()) {
            for (int i = 0; i < 3 * MOST; i++) {
                tell(nats, i);
            }
            Multi<Message<Event>> messages = messages(nats);
            BlockingQueue<Message<Event>> inHand = new LinkedBlockingQueue<>();
            Cancellable heard = messages.subscribe().with(inHand::add);
            try {
                for (int settled = 0; settled < 3 * MOST; settled++) {
                    long least = Math.min(MOST / 2, 3 * MOST - settled);
                    Await.until(EventsOnNats.SOON, least + " in hand", () -> inHand.size() >= least);
                    assertThat(inHand).hasSizeLessThanOrEqualTo(MOST);
                    // What a pull brings and nobody has in hand would be counted here for as long as its ack wait.
                    Await.until(
                            EventsOnNats.SOON,
                            "as many are under way as are in hand",
                            () -> nats.unsettled() == inHand.size());
                    Message<Event> next = inHand.take();
                    assertThat(next.getPayload().id()).isEqualTo(Integer.toString(settled));
                    next.ack().toCompletableFuture().join();
                }
            } finally {
                heard.cancel();
            }
        }
    }

    /** A pull for it is answered at once, by nobody: jnats says no more than that nothing came. */
    @Test
    void aConsumerThatIsGoneIsAskedForOnceInAWhileAndHeardWhenItIsThereAgain() throws Exception {
        try (EventsOnNats nats = new EventsOnNats()) {
            for (int i = 0; i < MOST; i++) {
                tell(nats, i);
            }
            BlockingQueue<Message<Event>> inHand = new LinkedBlockingQueue<>();
            Cancellable heard = messages(nats).subscribe().with(inHand::add);
            try {
                Await.until(EventsOnNats.SOON, "no room for more", () -> inHand.size() == MOST);
                Subscription asked = nats.connection().subscribe("$JS.API.CONSUMER.INFO." + EventsOnNats.STREAM + ".*");
                nats.connection().flush(EventsOnNats.SOON);
                nats.deleteConsumer();
                for (Message<Event> one : inHand) {
                    one.ack().toCompletableFuture().join();
                }
                inHand.clear();

                assertThat(asked.nextMessage(EventsOnNats.SOON)).isNotNull();
                long sent = sent(nats);
                assertThat(asked.nextMessage(EventsOnNats.SOON)).isNotNull();
                assertThat(sent(nats) - sent).isLessThan(20);

                nats.addConsumer();
                assertThat(inHand.poll(EventsOnNats.SOON.toSeconds(), TimeUnit.SECONDS))
                        .isNotNull();
            } finally {
                heard.cancel();
            }
        }
    }

    private static void tell(EventsOnNats nats, int id) throws Exception {
        nats.tell("{\"specversion\":\"1.0\",\"id\":\"%d\",\"source\":\"x\",\"type\":\"t\"}".formatted(id));
    }

    private static Multi<Message<Event>> messages(EventsOnNats nats) {
        EventSettlement settlement = new EventSettlement(
                nats.link(), EventsOnNats.CONSUMER, nats.config(), new EventFigures(new SimpleMeterRegistry()));
        return new EventIntake(
                        nats.link(),
                        EventsOnNats.STREAM,
                        EventsOnNats.CONSUMER,
                        settlement,
                        new CloudEvents(new ObjectMapper()))
                .messages();
    }

    /** How many messages its link has sent. */
    private static long sent(EventsOnNats nats) {
        return nats.link().connection().orElseThrow().getStatistics().getOutMsgs();
    }
}
