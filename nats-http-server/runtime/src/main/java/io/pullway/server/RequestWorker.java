package io.pullway.server;

import io.nats.client.Connection;
import io.pullway.wire.DecayingAverage;
import io.pullway.wire.ServerClock;
import io.pullway.wire.record.RecordStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Works on what the two consumers of a service deliver, in slots that both share: keeps the requests in hand
 * alive while they are worked on, keeps the NATS server's time, and drains in the end.
 *
 * <p>Threads: {@link #start}, {@link #reconnected}, {@link #disconnected} and {@link #drain} may be called
 * from any thread.
 */
final class RequestWorker implements Intake.Owner {
    private static final Logger LOG = Logger.getLogger(RequestWorker.class);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration CLOCK_INTERVAL = Duration.ofSeconds(30);
    private static final Duration QUEUE_WAIT_HALF_LIFE = Duration.ofSeconds(2);

    private final Connection connection;
    private final ConsumerBinding.Both bindings;
    private final RequestSlots slots;
    private final ServerClock clock;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("pull-ticker").factory());
    private final RecordStore records;
    private final Intake direct;
    private final Intake later;
    private final PresencePublisher presence;
    private final Standstill standstill;
    private final List<InJvmHttp> applications;
    private volatile long clockReadNanos = System.nanoTime();

    /**
     * How the work is done.
     *
     * @param clock of the NATS server, measured
     * @param maxDeliveries of one direct request that are run
     * @param laterMaxDeliveries of one asynchronous request
     * @param application what is known of it
     */
    record Setting(
            ConsumerBinding.Both bindings,
            ServerClock clock,
            int maxDeliveries,
            int laterMaxDeliveries,
            ServedApplication application) {}

    /** @param applications the same application on each of its event loops, that of the connection first */
    RequestWorker(
            Connections connections,
            Setting setting,
            ServerIdentity identity,
            List<InJvmHttp> applications,
            Telemetry telemetry) {
        this.connection = connections.control();
        this.bindings = setting.bindings();
        this.clock = setting.clock();
        this.slots = new RequestSlots(identity.slots());
        this.records = RecordStore.ofService(connections.requests(), identity.service());
        DecayingAverage queueWait = new DecayingAverage(QUEUE_WAIT_HALF_LIFE);
        this.presence = new PresencePublisher(connection, identity, slots, queueWait, setting.application());
        DeadLetters deadLetters = new DeadLetters(connection);
        PlainMemory memory = new PlainMemory();
        Cancellations.remember(connection, identity.resources(), memory.cancelled());
        DeliveryRules.Shared shared = new DeliveryRules.Shared(
                new ReplyPublisher(connections.requests(), identity.instance()), deadLetters, clock, memory, records);
        DeliveryRules.Limits limits = new DeliveryRules.Limits(
                setting.maxDeliveries(),
                bindings.direct().ackWait(),
                setting.application().onceOnly());
        DeliveryRules.Limits limitsOfLater = new DeliveryRules.Limits(
                setting.laterMaxDeliveries(),
                bindings.later().ackWait(),
                setting.application().onceOnly());
        this.standstill = new Standstill(Math.min(limits.gapNanos(), limitsOfLater.gapNanos()));
        this.applications = applications;
        this.direct = new Intake(
                connections.requests(),
                bindings.direct(),
                new Intake.Means(
                        slots.direct(),
                        applications,
                        onEnd -> DeliveryRules.of(
                                shared, limits, telemetry.of("direct", bindings.direct(), queueWait), onEnd)),
                this);
        // How long asynchronous requests wait says nothing to those who ask for a direct answer.
        DecayingAverage untold = new DecayingAverage(QUEUE_WAIT_HALF_LIFE);
        this.later = new Intake(
                connections.requests(),
                bindings.later(),
                new Intake.Means(
                        slots.later(),
                        applications,
                        onEnd -> DeliveryRules.of(
                                shared, limitsOfLater, telemetry.of("later", bindings.later(), untold), onEnd)),
                this);
    }

    void start() {
        presence.tick(System.nanoTime());
        standstill.watch(applications.getFirst().loop(), TICK);
        later.topUp();
        direct.topUp();
        ticker.scheduleAtFixedRate(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What was asked for may be lost, what is in hand may be with somebody else. */
    void reconnected() {
        renew();
        lookAround();
    }

    private void lookAround() {
        clockReadNanos = System.nanoTime();
        Thread.ofVirtual().start(this::readClock);
    }

    /** What was asked of records is not answered any more. */
    void disconnected() {
        records.disconnected();
    }

    RequestSlots slots() {
        return slots;
    }

    /**
     * Pulls nothing more, and waits until everything asked for has come or expired and everything in hand
     * is answered. At the limit, what may run elsewhere is given back.
     */
    void drain(Duration limit) throws InterruptedException {
        direct.stop();
        later.stop();
        presence.leave();
        boolean done = await(limit, () -> slots.asked() == 0 && slots.running() == 0);
        if (!done) {
            int left = slots.running();
            direct.giveBack();
            later.giveBack();
            LOG.warnf("event=drain-limit-reached limit=%s in-hand=%d", limit, left);
        }
        ticker.shutdownNow();
        standstill.close();
    }

    private static boolean await(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            Thread.sleep(5);
        }
        return true;
    }

    @Override
    public void checkGap() {
        if (standstill.gap(System.nanoTime()) > 0) {
            // The ticker has not noticed yet, this message may be an old one.
            renewAfterGap();
        }
    }

    /** Once a gap. Who comes while another one does it waits: its message may be an old one, too. */
    private synchronized boolean renewAfterGap() {
        long now = System.nanoTime();
        long gap = standstill.gap(now);
        if (gap == 0) {
            return false;
        }
        LOG.warnf("event=gap-noticed millis=%d", TimeUnit.NANOSECONDS.toMillis(gap));
        renew();
        standstill.seenTo(now);
        return true;
    }

    @Override
    public void slotsLeft(Intake by) {
        (by == direct ? later : direct).topUp();
    }

    private void renew() {
        direct.renew();
        later.renew();
    }

    private void tick() {
        try {
            long now = System.nanoTime();
            if (standstill.gap(now) > 0 && renewAfterGap()) {
                lookAround();
            }
            standstill.ticked(now);
            slots.tick();
            // In this order: asynchronous work has its turn before direct requests take every free slot.
            later.tick(now);
            direct.tick(now);
            presence.tick(now);
            if (now - clockReadNanos > CLOCK_INTERVAL.toNanos()) {
                clockReadNanos = now;
                Thread.ofVirtual().start(this::readClock);
            }
        } catch (RuntimeException e) {
            // An exception would end the ticker, and with it the heartbeats.
            LOG.errorf(e, "event=tick-failed");
        }
    }

    private void readClock() {
        try {
            clock.measure(connection, bindings.direct().stream());
        } catch (IOException e) {
            LOG.warnf("event=clock-not-read reason=\"%s\"", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
