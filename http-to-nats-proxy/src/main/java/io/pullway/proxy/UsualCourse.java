package io.pullway.proxy;

import io.pullway.proxy.RecordPort.Publication;
import io.pullway.wire.RecordEnvelope;
import io.pullway.wire.RequestKind;
import io.pullway.wire.record.AnswerRecord;
import io.pullway.wire.record.Decision;
import io.pullway.wire.record.RecordWrite;
import io.pullway.wire.record.WriteResult;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The usual course of a keyed request: the door lets it in, its claim is written, its message is stored, its answer is heard.
 * No thread waits for it: each step is made on the event loop where the one before was confirmed, since waking a thread for
 * each costs more than all of them together. At whatever is not usual it is handed over to {@link ClaimedExchange}, which goes
 * on from there on a virtual thread.
 */
final class UsualCourse {
    private static final Logger LOG = Logger.getLogger(UsualCourse.class);

    /** What is larger is digested and copied by a thread: others wait for the event loop. */
    private static final int LARGEST_BODY = 64 << 10;

    private final ClaimedForwarder.Room room;
    private final AskedRequest asked;
    private final Client client;
    private final AskerView view;
    private final Claiming claiming;
    private final ClaimedExchange exchange;
    private Thread thread;
    private boolean mayBeLeft;
    private boolean waits;
    private boolean gone;
    private boolean ended;

    /** Who waits for the outcome. */
    interface Client {
        void tell(Outcome outcome);

        /** Follows the request on a thread of its own, which closes what is held for it. */
        Thread follow(ClaimedExchange exchange, ClaimedExchange.Step first);
    }

    UsualCourse(ClaimedForwarder.Room room, AskedRequest asked, Client client) {
        this.room = room;
        this.asked = asked;
        this.client = client;
        this.view = new AskerView(asked.request(), asked.id(), room.instance(), asked.place());
        this.claiming = new Claiming(room, asked, view.rules());
        this.exchange = new ClaimedExchange(room, asked, view, claiming);
    }

    /** Whether all is known that its begin needs, so that nothing has to be waited for. */
    static boolean isOpenTo(ClaimedRequest request, ClaimedForwarder.Room room) {
        return request.kind() == RequestKind.KEYED
                && request.ids().size() == 1
                && request.http().body().length() <= LARGEST_BODY
                && room.port().knowsTime()
                && room.door().knowsRoomForAnswers(request.resource());
    }

    /** Begins on the caller's thread, which is not blocked. */
    void begin() {
        step(null, nothing -> {
            long now = now();
            view.begin(now);
            if (view.decision(now) instanceof Decision.Claim(RecordWrite write)) {
                room.door()
                        .pass(
                                asked.request(),
                                () -> step(write, this::claim),
                                refusal -> follow(() -> exchange.took(write, new Claiming.Result.TurnedBack(refusal))));
            } else {
                follow(() -> null);
            }
        });
    }

    private void claim(RecordWrite write) {
        if (isGone()) {
            // While the door asked JetStream: nothing is claimed for nobody.
            if (end()) {
                asked.close();
            }
            return;
        }
        then(room.port().writing(asked.resource(), asked.id(), write), written -> {
            if (written instanceof WriteResult.Written(long sequence)) {
                publish(write, sequence);
            } else {
                follow(() -> exchange.took(write, claiming.written(write, written)));
            }
        });
    }

    private void publish(RecordWrite write, long claim) {
        RecordEnvelope.Request claimed = write.record().record().request();
        then(claiming.publishing(claimed, claim, now()), published -> {
            if (published == Publication.STORED) {
                await(new AnswerRecord(write.record(), claim, now()));
            } else {
                finish(() -> exchange.took(write, claiming.published(claimed, claim, published)));
            }
        });
    }

    private void await(AnswerRecord claim) {
        view.stored(claim.sequence());
        view.isNow(claim);
        long now = now();
        if (view.decision(now) instanceof Decision.Wait(long next) && isToWait()) {
            then(asked.watch().next(Math.min(next, view.until()) - now), this::heard);
        } else {
            follow(() -> null);
        }
    }

    private void heard(AnswerRecord record) {
        if (record != null) {
            view.isNow(record);
            if (view.decision(now()) instanceof Decision.Give(AnswerRecord answer)) {
                tell(view.given(answer));
                return;
            }
        }
        follow(() -> exchange.heard(record));
    }

    /** Ends the wait of a client that has gone; what was claimed goes on. */
    synchronized void clientGone() {
        gone = true;
        if (thread != null) {
            leave();
        } else if (waits && end()) {
            asked.close();
        }
    }

    private synchronized boolean isToWait() {
        waits = !gone;
        return waits;
    }

    private synchronized boolean isGone() {
        return gone;
    }

    /** Goes on with this step on a thread. */
    private void follow(ClaimedExchange.Step first) {
        mayBeLeft();
        handOver(first);
    }

    /** The same, and makes this step to its end also if the client has gone: what was claimed is stored or released. */
    private void finish(ClaimedExchange.Step first) {
        handOver(() -> {
            Outcome told = first.take();
            mayBeLeft();
            if (isGone()) {
                throw new InterruptedException("the client has gone");
            }
            return told;
        });
    }

    private synchronized void handOver(ClaimedExchange.Step first) {
        if (end()) {
            try {
                thread = client.follow(exchange, first);
                leave();
            } catch (RuntimeException | Error e) {
                ended = false;
                failed(e);
            }
        }
    }

    private synchronized void mayBeLeft() {
        mayBeLeft = true;
    }

    private synchronized void leave() {
        if (gone && mayBeLeft) {
            thread.interrupt();
        }
    }

    private void tell(Outcome outcome) {
        if (end()) {
            try {
                client.tell(outcome);
            } finally {
                asked.close();
            }
        }
    }

    /** @return false if it has ended before */
    private synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    private <T> void then(CompletableFuture<T> result, Consumer<T> next) {
        result.whenComplete((made, failure) -> {
            if (failure == null) {
                step(made, next);
            } else {
                failed(failure);
            }
        });
    }

    /** Futures would keep to themselves what is wrong. */
    private <T> void step(T made, Consumer<T> next) {
        try {
            next.accept(made);
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    private void failed(Throwable failure) {
        LOG.errorf(failure, "event=claimed-request-failed request=%s", asked.id());
        tell(ClaimedForwarder.failed());
    }

    private long now() {
        return room.port().measuredMillis();
    }
}
