package io.pullway.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pullway.fixtures.Await;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

/** How many events an application is given. */
class EventIntakeTest {
    private static final int MOST = EventIntake.MOST_IN_HAND;

    @Test
    void noMoreIsPulledThanThereIsRoomForAndAllOfItInTheEnd() throws Exception {
        try (EventsOnNats nats = new EventsOnNats()) {
            for (int i = 0; i < 3 * MOST; i++) {
                nats.tell("{\"specversion\":\"1.0\",\"id\":\"%d\",\"source\":\"x\",\"type\":\"t\"}".formatted(i));
            }
            EventSettlement settlement = new EventSettlement(
                    nats.link(), EventsOnNats.CONSUMER, nats.config(), new EventFigures(new SimpleMeterRegistry()));
            Multi<Message<Event>> messages = new EventIntake(
                            nats.link(),
                            EventsOnNats.STREAM,
                            EventsOnNats.CONSUMER,
                            settlement,
                            new CloudEvents(new ObjectMapper()))
                    .messages();
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
}
