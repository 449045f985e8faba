package io.pullway.server;

import io.pullway.wire.CoreConnection;
import io.pullway.wire.CoreMessage;
import io.pullway.wire.DeliveryInfo;
import io.pullway.wire.MalformedMessageException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * What one consumer delivers to this instance: pulls it, spreads it over the event loops and keeps it in hand
 * until its end.
 *
 * <p>Threads: messages come on the event loop of the connection, everything else from any thread.
 */
final class Intake implements PullLoop.Owner {
    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final int NEIGHBOURS = 8;

    /** The worker that several intakes belong to. */
    interface Owner {
        /** Called with each message; renews all pulls if the process stood still before it. */
        void checkGap();

        /** Slots are free that this intake does not need, or that another one is owed. */
        void slotsLeft(Intake by);
    }

    private final RequestSlots.Share slots;
    private final List<InJvmHttp> applications;
    private final Owner owner;
    private final DeliveryRules rules;
    private final PullLoop pulls;
    private final Set<Delivery> inHand = ConcurrentHashMap.newKeySet();
    private final AtomicInteger received = new AtomicInteger();

    /**
     * What an intake works with.
     *
     * @param applications the same application on each of its event loops, that of the connection first
     * @param rules makes the rules of its deliveries, given the one that hears of their ends
     */
    record Means(
            RequestSlots.Share slots,
            List<InJvmHttp> applications,
            Function<DeliveryRules.EndListener, DeliveryRules> rules) {}

    Intake(CoreConnection connection, ConsumerBinding binding, Means means, Owner owner) {
        this.slots = means.slots();
        this.applications = means.applications();
        this.owner = owner;
        this.rules = means.rules().apply(this::ended);
        this.pulls = new PullLoop(connection, binding, slots, this);
    }

    /** Pulls for freed slots if it is worth it now. */
    void topUp() {
        pulls.topUp();
    }

    /** What was asked for may be lost, what is in hand may be with somebody else. */
    void renew() {
        pulls.renew();
    }

    /** Asks for nothing more; what was asked for still arrives. */
    void stop() {
        pulls.stop();
    }

    /** Gives back what may run elsewhere. */
    void giveBack() {
        inHand.forEach(Delivery::giveBack);
    }

    /** Called a few times a second. */
    void tick(long nowNanos) {
        inHand.forEach(delivery -> delivery.reportProgress(nowNanos));
        pulls.tick();
    }

    @Override
    public void received(PullInbox inbox, CoreMessage message) {
        owner.checkGap();
        DeliveryInfo info;
        try {
            info = DeliveryInfo.parse(message.replyTo());
        } catch (MalformedMessageException e) {
            LOG.warnf("event=message-ignored subject=%s reason=\"%s\"", message.subject(), e.getMessage());
            slots.release();
            return;
        }
        Delivery delivery = new Delivery(message, info, inbox, rules);
        inHand.add(delivery);
        InJvmHttp here = applications.getFirst();
        if (here.loop().inEventLoop() && here.running() < NEIGHBOURS) {
            delivery.start(here);
        } else {
            InJvmHttp application = nextApplication();
            application.loop().execute(() -> delivery.start(application));
        }
        // When this was the last that was asked for, more may wait behind it.
        pulls.topUp();
    }

    @Override
    public void slotsLeft() {
        owner.slotsLeft(this);
    }

    /**
     * For what is not run where it arrived, since much is under way there: neighbours go to the same event loop, which then
     * wakes up once for all of them.
     */
    private InJvmHttp nextApplication() {
        int turn = Math.floorMod(received.getAndIncrement() / NEIGHBOURS, applications.size());
        return applications.get(turn);
    }

    private void ended(Delivery delivery) {
        inHand.remove(delivery);
        boolean left = slots.release();
        pulls.topUp();
        if (left) {
            owner.slotsLeft(this);
        }
    }
}
