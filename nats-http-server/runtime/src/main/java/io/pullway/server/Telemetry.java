package io.pullway.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.pullway.wire.DecayingAverage;
import io.quarkus.vertx.core.runtime.VertxMDC;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How this server is watched: figures, ids in the log, and spans where traces are on. Safe for all threads. */
@Singleton
public final class Telemetry {
    /** Of the request that a line of the log is about, in its diagnostic context (MDC). */
    private static final String REQUEST_ID = "requestId";

    private final MeterRegistry meters;
    private final boolean idsInLog;
    private final QueueSpans spans;

    /**
     * @param json whether the log is for machines; for people the ids cost more than they tell
     * @param noTraces whether traces are off
     * @param spans none in an application without OpenTelemetry
     */
    Telemetry(
            MeterRegistry meters,
            @ConfigProperty(name = "quarkus.log.console.json.enabled", defaultValue = "false") boolean json,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled", defaultValue = "true") boolean noTraces,
            Instance<QueueSpans> spans) {
        this.meters = meters;
        this.idsInLog = json;
        this.spans = noTraces || spans.isUnsatisfied() ? null : spans.get();
    }

    /** All that is logged while the application works on a request then tells its id, on whichever thread. */
    void open(@Observes Router router) {
        if (idsInLog) {
            router.route().order(Integer.MIN_VALUE).handler(Telemetry::nameRequest);
        }
    }

    private static void nameRequest(RoutingContext routing) {
        RequestContext.current()
                .ifPresent(request -> VertxMDC.INSTANCE.put(REQUEST_ID, request.requestId(), Vertx.currentContext()));
        routing.next();
    }

    /** For one consumer; see {@link QueueTelemetry}. */
    QueueTelemetry of(String queue, ConsumerBinding binding, DecayingAverage lately) {
        return new QueueTelemetry(this, queue, binding, lately);
    }

    /** Shows how many slots there are and what they do. */
    void watch(RequestSlots slots) {
        gauge("pullway.server.slots.total", slots, RequestSlots::total);
        gauge("pullway.server.slots.free", slots, RequestSlots::free);
        gauge("pullway.server.slots.running", slots, RequestSlots::running);
    }

    /** Null where traces are off. */
    QueueSpans spans() {
        return spans;
    }

    MeterRegistry meters() {
        return meters;
    }

    private void gauge(String name, RequestSlots slots, ToDoubleFunction<RequestSlots> value) {
        Gauge.builder(name, slots, value).register(meters);
    }
}
