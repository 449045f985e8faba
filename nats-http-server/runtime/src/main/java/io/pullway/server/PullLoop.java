package io.pullway.server;

import io.pullway.wire.CoreConnection;
import io.pullway.wire.CoreMessage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Keeps as many requests asked for as there are free slots.
 *
 * <p>Threads: requests are handed over on the event loop of the connection; all methods may be called from any
 * thread. Its lock, under which nothing of the owner is called, is taken once a pull, not once a request.
 */
final class PullLoop implements PullInbox.Receiver {
    /** For whom it pulls. */
    interface Owner {
        /** Takes each message that arrives; its slot is reserved until released. */
        void received(PullInbox inbox, CoreMessage message);

        /** Slots that were asked for are free again, and this loop does not need all of them. */
        void slotsLeft();
    }

    private final CoreConnection connection;
    private final String nextSubject;
    private final RequestSlots.Share slots;
    private final Owner owner;

    /** Those that were current once. Guarded by this, as is every change of {@link #current}. */
    private final List<PullInbox> retired = new ArrayList<>();

    private volatile PullInbox current;
    private volatile PullInbox lost;
    private volatile boolean stopped;

    PullLoop(CoreConnection connection, ConsumerBinding binding, RequestSlots.Share slots, Owner owner) {
        this.connection = connection;
        this.nextSubject = "$JS.API.CONSUMER.MSG.NEXT." + binding.stream() + "." + binding.consumer();
        this.slots = slots;
        this.owner = owner;
        this.current = newInbox();
    }

    private PullInbox newInbox() {
        return new PullInbox(connection, nextSubject, slots, this);
    }

    /** Pulls for freed slots if it is worth it now. */
    void topUp() {
        pull(false);
    }

    /** Pulls for every free slot, and writes off what cannot come any more. Called a few times a second. */
    void tick() {
        if (lost == current) {
            renew();
        }
        current.expire();
        expireRetired();
        pull(true);
    }

    private synchronized void expireRetired() {
        for (Iterator<PullInbox> all = retired.iterator(); all.hasNext(); ) {
            PullInbox old = all.next();
            old.expire();
            if (!old.isWaiting()) {
                old.close();
                all.remove();
            }
        }
    }

    /**
     * Starts anew after a lost connection or a gap: outstanding pulls may have vanished without a word, or
     * may still be fulfilled.
     */
    void renew() {
        replaceInbox();
        pull(true);
    }

    /** Of two at once each retires the inbox of the other: one that is neither current nor retired would keep its slots for ever. */
    private synchronized void replaceInbox() {
        PullInbox old = current;
        old.retire();
        retired.add(old);
        current = newInbox();
    }

    /** Asks for nothing more; what was asked for still arrives. */
    void stop() {
        stopped = true;
    }

    @Override
    public void received(PullInbox inbox, CoreMessage message) {
        owner.received(inbox, message);
    }

    @Override
    public void pullExpired() {
        pull(true);
        owner.slotsLeft();
    }

    @Override
    public void nothingThere() {
        owner.slotsLeft();
    }

    @Override
    public void pullsLost(PullInbox inbox) {
        lost = inbox;
    }

    private void pull(boolean evenFew) {
        if (stopped) {
            return;
        }
        int batch = slots.reserve(evenFew);
        if (batch > 0 && stopped) {
            // Stopped since the question above: a drain may have seen nothing asked for.
            slots.notFulfilled(batch);
        } else if (batch > 0) {
            ask(batch);
        }
    }

    /** Not by an inbox that is given up meanwhile. */
    private synchronized void ask(int batch) {
        current.pull(batch, slots.mayWait());
    }
}
