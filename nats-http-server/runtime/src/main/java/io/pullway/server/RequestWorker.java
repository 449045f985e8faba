package io.pullway.server;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.pullway.wire.DecayingAverage;
import io.pullway.wire.DeliveryInfo;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.ServerClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Works on what one consumer delivers: pulls, spreads the requests over the event loops, keeps them alive
 * while they are worked on, and drains in the end.
 *
 * <p>Threads: {@link #start}, {@link #reconnected} and {@link #drain} may be called from any thread.
 */
final class RequestWorker {
    private static final Logger LOG = Logger.getLogger(RequestWorker.class);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration CLOCK_INTERVAL = Duration.ofSeconds(30);

    private static final Duration QUEUE_WAIT_HALF_LIFE = Duration.ofSeconds(2);

    private static final int NEIGHBOURS = 8;

    private final Connection connection;
    private final ConsumerBinding binding;
    private final RequestSlots slots;
    private final List<InJvmHttp> applications;
    private final ServerClock clock;
    private final Set<Delivery> inHand = ConcurrentHashMap.newKeySet();
    private final AtomicInteger received = new AtomicInteger();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("pull-ticker").factory());
    private final DeliveryRules rules;
    private final PullLoop pulls;
    private final PresencePublisher presence;
    private volatile long lastTickNanos = System.nanoTime();
    private volatile long clockReadNanos = System.nanoTime();

    /**
     * How the work is done.
     *
     * @param clock of the NATS server, measured
     * @param maxDeliveries of one request that are run
     * @param onceOnly methods that may be run again although they are unsafe
     */
    record Setting(ConsumerBinding binding, ServerClock clock, int maxDeliveries, OnceOnlyMethods onceOnly) {}

    /** @param applications the same application on each of its event loops */
    RequestWorker(Connection connection, Setting setting, ServerIdentity identity, List<InJvmHttp> applications) {
        this.connection = connection;
        this.binding = setting.binding();
        this.clock = setting.clock();
        this.applications = applications;
        this.slots = new RequestSlots(identity.slots());
        DecayingAverage queueWait = new DecayingAverage(QUEUE_WAIT_HALF_LIFE);
        this.presence = new PresencePublisher(connection, identity, slots, queueWait, setting.onceOnly());
        this.rules = new DeliveryRules(
                new ReplyPublisher(connection, identity.instance()),
                new DeadLetters(connection),
                clock,
                new StartedRequests(),
                queueWait,
                new DeliveryRules.Limits(setting.maxDeliveries(), binding.ackWait(), setting.onceOnly()),
                this::ended);
        this.pulls = new PullLoop(connection, binding, slots, this::received);
    }

    void start() {
        presence.tick(System.nanoTime());
        pulls.topUp();
        ticker.scheduleAtFixedRate(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What was asked for may be lost, what is in hand may be with somebody else. */
    void reconnected() {
        pulls.renew();
        clockReadNanos = System.nanoTime();
        Thread.ofVirtual().start(this::readClock);
    }

    RequestSlots slots() {
        return slots;
    }

    /**
     * Pulls nothing more, and waits until everything asked for has come or expired and everything in hand
     * is answered. At the limit, what may run elsewhere is given back.
     */
    void drain(Duration limit) throws InterruptedException {
        pulls.stop();
        presence.leave();
        boolean done = await(limit, () -> slots.asked() == 0 && slots.running() == 0);
        if (!done) {
            int left = slots.running();
            inHand.forEach(Delivery::giveBack);
            LOG.warnf("event=drain-limit-reached limit=%s in-hand=%d", limit, left);
        }
        ticker.shutdownNow();
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

    private void received(PullInbox inbox, Message message) {
        if (System.nanoTime() - lastTickNanos > rules.gapNanos()) {
            // The process stood still: the ticker has not noticed yet, this message may be an old one.
            pulls.renew();
            lastTickNanos = System.nanoTime();
        }
        DeliveryInfo info;
        try {
            info = DeliveryInfo.parse(message.getReplyTo());
        } catch (MalformedMessageException e) {
            LOG.warnf("event=message-ignored subject=%s reason=\"%s\"", message.getSubject(), e.getMessage());
            slots.release();
            return;
        }
        Delivery delivery = new Delivery(message, info, inbox, rules);
        inHand.add(delivery);
        InJvmHttp application = nextApplication();
        application.loop().execute(() -> delivery.start(application));
        // When this was the last that was asked for, more may wait behind it.
        pulls.topUp();
    }

    /** Neighbours go to the same event loop, which then wakes up once for all of them. */
    private InJvmHttp nextApplication() {
        int turn = Math.floorMod(received.getAndIncrement() / NEIGHBOURS, applications.size());
        return applications.get(turn);
    }

    private void ended(Delivery delivery) {
        inHand.remove(delivery);
        slots.release();
        pulls.topUp();
    }

    private void tick() {
        try {
            long now = System.nanoTime();
            if (now - lastTickNanos > rules.gapNanos()) {
                LOG.warnf("event=gap-noticed millis=%d", TimeUnit.NANOSECONDS.toMillis(now - lastTickNanos));
                reconnected();
            }
            lastTickNanos = now;
            inHand.forEach(delivery -> delivery.reportProgress(now));
            pulls.tick();
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
            clock.measure(connection, binding.stream());
        } catch (IOException e) {
            LOG.warnf("event=clock-not-read reason=\"%s\"", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
