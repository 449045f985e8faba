package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client that goes away takes with it what was not started; what was started ends as always. */
final class S62_WhatNobodyWaitsForIsNotStartedTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    @Test
    void aWaitingRequestWhoseClientHasGoneIsTakenOutOfTheQueueUnanswered() {
        try (Platform platform = Platform.of("S62")
                        .serviceEnvironment("PULLWAY_SERVER_SLOTS", "1")
                        .start();
                NatsClient nats = new NatsClient(platform)) {
            long before = nats.deliveries();
            Load busy = Load.of(platform.proxy(1), List.of(Call.get(3_000)));
            Await.until(SOON, "the only slot is taken", () -> nats.deliveries() == before + 1);
            NatsClient.Watch replies = nats.watch("reply.>");
            NatsClient.Watch cancels = nats.watch("cancel.>");

            try (RawHttp gone = RawHttp.connect(platform.proxy(1))) {
                gone.send(Call.post(0).bytes());
                nats.awaitStored(2);
            }
            assertThat(cancels.next()).isNotNull();

            assertThat(Result.failed(busy.join())).isEmpty();
            nats.awaitNothingStored();
            assertThat(replies.next()).isNotNull();
            RawRequest.get("/api/echo?probe").sendTo(platform.proxy(1)).echoed();
            // One for who held the slot, one for the probe: none for the client that had gone.
            assertThat(replies.next()).isNotNull();
            assertThat(replies.isQuiet()).isTrue();
        }
    }
}
