package io.pullway.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.pullway.wire.DecayingAverage;
import io.pullway.wire.RequestId;
import io.quarkus.vertx.core.runtime.VertxMDC;
import io.vertx.core.Context;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How this server is watched: figures, and ids in the log. Safe for all threads. */
@Singleton
public final class Telemetry {
    /** Of the request that a line of the log is about, in its diagnostic context (MDC). */
    private static final String REQUEST_ID = "requestId";

    private final MeterRegistry meters;
    private final boolean idsInLog;

    /** @param json whether the log is for machines; for people the ids cost more than they tell */
    Telemetry(
            MeterRegistry meters,
            @ConfigProperty(name = "quarkus.log.console.json.enabled", defaultValue = "false") boolean json) {
        this.meters = meters;
        this.idsInLog = json;
    }

    /** A request is handed to the application. @param context all that is logged on it is about this request */
    void enter(RequestId id, Context context) {
        if (idsInLog) {
            VertxMDC.INSTANCE.put(REQUEST_ID, id.text(), context);
        }
    }

    /** For one consumer. @param lately see {@link QueueTelemetry} */
    QueueTelemetry of(String queue, DecayingAverage lately) {
        return new QueueTelemetry(this, queue, lately);
    }

    /** Shows how many slots there are and what they do. */
    void watch(RequestSlots slots) {
        gauge("pullway.server.slots.total", slots, RequestSlots::total);
        gauge("pullway.server.slots.free", slots, RequestSlots::free);
        gauge("pullway.server.slots.running", slots, RequestSlots::running);
    }

    MeterRegistry meters() {
        return meters;
    }

    private void gauge(String name, RequestSlots slots, ToDoubleFunction<RequestSlots> value) {
        Gauge.builder(name, slots, value).register(meters);
    }
}
