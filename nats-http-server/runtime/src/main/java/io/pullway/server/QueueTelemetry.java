package io.pullway.server;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.pullway.wire.DecayingAverage;
import io.pullway.wire.DeliveryInfo;
import io.pullway.wire.Figures;
import io.pullway.wire.ResponseEnvelope.Outcome;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is told of the deliveries of one consumer to those who watch: how long requests waited and how long they
 * were worked on, how their deliveries ended, how many were not the first. All meters are made at the start, so
 * that a rate of nothing is seen as nothing. Safe for all threads.
 */
final class QueueTelemetry {
    /** Neither answered nor out of the queue: it is delivered again. */
    static final String GIVEN_BACK = "given-back";

    /** Out of the queue without having been run: its client has gone, or its record says that it was seen to. */
    static final String NOT_NEEDED = "not-needed";

    /** Buried, since its answer could not be stored. */
    static final String NOT_KEPT = "answer-not-kept";

    /** Buried, since it is no request. */
    static final String NO_REQUEST = "no-request";

    private final ConsumerBinding binding;
    private final QueueSpans spans;
    private final DecayingAverage lately;
    private final Timer waits;
    private final Timer work;
    private final Counter redeliveries;
    private final Map<String, Counter> ends = new HashMap<>();

    /**
     * @param queue label of the consumer, {@code direct} or {@code later}
     * @param lately how many milliseconds requests waited that were started lately; kept up to date here
     */
    QueueTelemetry(Telemetry telemetry, String queue, ConsumerBinding binding, DecayingAverage lately) {
        MeterRegistry meters = telemetry.meters();
        this.binding = binding;
        this.spans = telemetry.spans();
        this.lately = lately;
        this.waits = timer("pullway.server.queue.wait", "From the storing of a request to its start", queue, meters);
        this.work =
                timer("pullway.server.work", "From the start of a request to the application's answer", queue, meters);
        this.redeliveries = Counter.builder("pullway.server.redeliveries")
                .description("Deliveries of a request that are not its first")
                .tag("queue", queue)
                .register(meters);
        Stream<String> answers = IntStream.of(200, 300, 400, 500).mapToObj(Figures::answered);
        Stream<String> decisions = Arrays.stream(Outcome.values()).map(Outcome::token);
        Stream.of(answers, decisions, Stream.of(GIVEN_BACK, NOT_NEEDED, NOT_KEPT, NO_REQUEST))
                .flatMap(tokens -> tokens)
                .forEach(token -> ends.put(
                        token,
                        Counter.builder("pullway.server.deliveries")
                                .description("Deliveries that have ended")
                                .tags("queue", queue, "outcome", token)
                                .register(meters)));
    }

    /** JetStream delivered a request. */
    DeliveryWatch received(DeliveryInfo info) {
        if (info.deliveries() > 1) {
            redeliveries.increment();
        }
        return new DeliveryWatch(this);
    }

    /** The application is given a request that was stored for so long. */
    void started(Delivery delivery, long waitedNanos) {
        lately.add(TimeUnit.NANOSECONDS.toMillis(waitedNanos), System.nanoTime());
        waits.record(waitedNanos, TimeUnit.NANOSECONDS);
        if (spans != null) {
            spans.waited(delivery, binding, waitedNanos);
        }
    }

    /** The application has answered, or will not. */
    void worked(long nanos) {
        work.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** @param how one of the constants, a class of answers or an outcome */
    void ended(String how) {
        ends.get(how).increment();
    }

    private static Timer timer(String name, String description, String queue, MeterRegistry meters) {
        return Timer.builder(name)
                .description(description)
                .tag("queue", queue)
                .serviceLevelObjectives(Figures.buckets())
                .register(meters);
    }
}
