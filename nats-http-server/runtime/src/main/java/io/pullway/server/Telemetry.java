package io.pullway.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.pullway.wire.DecayingAverage;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;

/** How this server is watched. Safe for all threads. */
@Singleton
public final class Telemetry {
    private final MeterRegistry meters;

    Telemetry(MeterRegistry meters) {
        this.meters = meters;
    }

    /** For one consumer. @param lately see {@link QueueTelemetry} */
    QueueTelemetry of(String queue, DecayingAverage lately) {
        return new QueueTelemetry(queue, lately, meters);
    }

    /** Shows how many slots there are and what they do. */
    void watch(RequestSlots slots) {
        gauge("pullway.server.slots.total", slots, RequestSlots::total);
        gauge("pullway.server.slots.free", slots, RequestSlots::free);
        gauge("pullway.server.slots.running", slots, RequestSlots::running);
    }

    private void gauge(String name, RequestSlots slots, ToDoubleFunction<RequestSlots> value) {
        Gauge.builder(name, slots, value).register(meters);
    }
}
