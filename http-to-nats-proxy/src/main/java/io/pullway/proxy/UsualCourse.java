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

/**
 * The usual course of a keyed request: the door lets it in, its claim is written, its message is stored, its answer is heard.
 * No thread waits for it: each step is made on the event loop where the one before was confirmed, since waking a thread for
 * each costs more than all of them together. At whatever is not usual it is handed over to {@link ClaimedExchange}, which goes
 * on from there on a virtual thread.
 */
final class UsualCourse {
    /** What is larger is digested and copied by a thread: others wait for the event loop. */
    private static final int LARGEST_BODY = 64 << 10;

    private final ClaimedForwarder.Room room;
    private final AskedRequest asked;
    private final ClientWait wait;
    private final AskerView view;
    private final Claiming claiming;
    private final ClaimedExchange exchange;

    UsualCourse(ClaimedForwarder.Room room, AskedRequest asked, ClientWait.Client client) {
        this.room = room;
        this.asked = asked;
        this.wait = new ClientWait(asked, client);
        this.view = new AskerView(asked.request(), asked.id(), room.instance(), asked.place());
        this.claiming = new Claiming(room, asked, view);
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
        if (wait.endIfGone()) {
            // It went while the door asked JetStream: nothing is claimed for nobody.
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
                wait.finish(exchange, () -> exchange.took(write, claiming.published(claimed, claim, published)));
            }
        });
    }

    private void await(AnswerRecord claim) {
        view.stored(claim.sequence());
        view.isNow(claim);
        long now = now();
        if (wait.mayEndAtOnce()) {
            return;
        }
        if (view.decision(now) instanceof Decision.Wait(long next)) {
            then(asked.watch().next(Math.min(next, view.until()) - now), this::heard);
        } else {
            follow(() -> null);
        }
    }

    private void heard(AnswerRecord record) {
        if (record != null) {
            view.isNow(record);
            if (view.decision(now()) instanceof Decision.Give(AnswerRecord answer)) {
                wait.tell(view.given(answer));
                return;
            }
        }
        follow(() -> exchange.heard(record));
    }

    /** Ends the wait of a client that has gone; what was claimed goes on. */
    void clientGone() {
        wait.clientGone();
    }

    private void follow(ClaimedExchange.Step first) {
        wait.follow(exchange, first);
    }

    private <T> void then(CompletableFuture<T> result, Consumer<T> next) {
        result.whenComplete((made, failure) -> {
            if (failure == null) {
                step(made, next);
            } else {
                wait.failed(failure);
            }
        });
    }

    /** Futures would keep to themselves what is wrong. */
    private <T> void step(T made, Consumer<T> next) {
        try {
            next.accept(made);
        } catch (RuntimeException | Error e) {
            wait.failed(e);
        }
    }

    private long now() {
        return room.port().measuredMillis();
    }
}
