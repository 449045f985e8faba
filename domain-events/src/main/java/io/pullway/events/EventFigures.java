package io.pullway.events;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/**
 * How often events were told and heard by this instance. Each figure is there from the beginning, so that the first time is
 * seen as a change from 0. Safe for all threads.
 */
@Singleton
class EventFigures {
    private final MeterRegistry meters;
    private final Counter stored;
    private final Counter notStored;

    EventFigures(MeterRegistry meters) {
        this.meters = meters;
        this.stored = told("stored");
        this.notStored = told("not-stored");
    }

    /** An attempt to store an event has ended. @param failure null if it is stored */
    void told(Throwable failure) {
        (failure == null ? stored : notStored).increment();
    }

    Heard heardBy(String consumer) {
        return new Heard(
                heard(consumer, "done"),
                heard(consumer, "failed"),
                heard(consumer, "postponed"),
                heard(consumer, "buried"),
                heard(consumer, "not-buried"));
    }

    /**
     * What became of the deliveries to a consumer.
     *
     * @param failed and delivered again, or buried next
     * @param postponed by {@link TryLaterException}
     * @param notBuried delivered again because no copy of it could be stored
     */
    record Heard(Counter done, Counter failed, Counter postponed, Counter buried, Counter notBuried) {}

    private Counter told(String outcome) {
        return Counter.builder("pullway.events.told")
                .description("Attempts to store an event in the events stream")
                .tag("outcome", outcome)
                .register(meters);
    }

    private Counter heard(String consumer, String outcome) {
        return Counter.builder("pullway.events.heard")
                .description("Deliveries of events to a consumer")
                .tags("consumer", consumer, "outcome", outcome)
                .register(meters);
    }
}
