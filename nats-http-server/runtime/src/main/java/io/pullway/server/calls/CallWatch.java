package io.pullway.server.calls;

import io.pullway.wire.ProblemType;
import io.pullway.wire.Publications;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * What time does to calls that wait: those without a PubAck are published again, those of a lost connection are made
 * anew where that is safe, and those whose time is over get an outcome. One ticker; other methods from any thread.
 */
final class CallWatch {
    private static final Logger LOG = Logger.getLogger(CallWatch.class);
    private static final Duration TICK = Duration.ofMillis(50);

    /** A process that stood still for so long has not heard what was said meanwhile. */
    private static final Duration STOOD_STILL = Duration.ofSeconds(1);

    /** After a reconnect, so long for answers that are on their way. */
    private static final Duration SETTLING = Duration.ofSeconds(1);

    private final ServiceCalls calls;
    private final PendingCalls pending;
    private final AtomicLong epoch = new AtomicLong();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("call-deadlines").factory());
    private volatile boolean connected;
    private volatile long reconnectedNanos = System.nanoTime();
    private long lastTickNanos = System.nanoTime();

    CallWatch(ServiceCalls calls, PendingCalls pending) {
        this.calls = calls;
        this.pending = pending;
    }

    void start() {
        connected = true;
        ticker.scheduleAtFixedRate(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Counts connections: what was written to one with another number may never have arrived. */
    long epoch() {
        return epoch.get();
    }

    void reconnected() {
        reconnectedNanos = System.nanoTime();
        epoch.incrementAndGet();
        connected = true;
    }

    void disconnected() {
        connected = false;
        epoch.incrementAndGet();
    }

    void close() {
        ticker.shutdownNow();
    }

    private void tick() {
        try {
            long now = System.nanoTime();
            if (now - lastTickNanos > STOOD_STILL.toNanos()) {
                calls.viewBroken();
            }
            lastTickNanos = now;
            pending.all().forEach(call -> checked(call, now));
        } catch (RuntimeException e) {
            // An exception would end the ticker, and with it every deadline.
            LOG.errorf(e, "event=tick-failed");
        }
    }

    /** One call that fails must not keep the others from their deadlines. */
    private void checked(PendingCall call, long now) {
        try {
            check(call, now);
        } catch (RuntimeException e) {
            LOG.errorf(e, "event=call-not-checked request=%s", call.id());
        }
    }

    private void check(PendingCall call, long now) {
        Publications.Written publication = call.publications().written();
        if (publication == null) {
            return;
        }
        if (call.isOver(now)) {
            pending.complete(call, timeIsOver(call));
        } else if (!call.isStored() && call.publications().isDueAgain(now, epoch.get())) {
            // Under the same id: if the first attempt was stored, this one is not.
            if (!call.publications().mayBeStored()) {
                call.shorten(now);
            }
            calls.publish(call);
        } else if (publication.epoch() != epoch.get()) {
            repeatAfterLostConnection(call, now);
        }
    }

    private static CallAnswer timeIsOver(PendingCall call) {
        if (!call.publications().mayBeStored()) {
            return CallAnswer.refusedForNow(
                    ProblemType.NOT_ACCEPTED, call.id(), "No queue took the call in time. Nothing was stored.");
        }
        return CallAnswer.problem(
                ProblemType.OUTCOME_UNKNOWN,
                call.id(),
                (call.isStored()
                                ? "It was stored and may have been started; no answer came in time."
                                : "It may have been stored: that was never confirmed.")
                        + " It may have had an effect: look before making it again.");
    }

    /** Whether stored or not, its answer may be lost. What is unsafe may be running and is waited for. */
    private void repeatAfterLostConnection(PendingCall call, long now) {
        if (call.isIdempotent() && connected && calls.isConnected() && now - reconnectedNanos > SETTLING.toNanos()) {
            call.startAnew(now);
            calls.publish(call);
        }
    }
}
