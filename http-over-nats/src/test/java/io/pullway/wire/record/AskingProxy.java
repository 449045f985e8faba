package io.pullway.wire.record;

import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.RecordEnvelope;
import io.pullway.wire.RequestKind;
import io.pullway.wire.ResponseEnvelope;
import io.pullway.wire.record.Decision.Claim;
import io.pullway.wire.record.Decision.Give;
import io.pullway.wire.record.Decision.OfAsker;
import io.pullway.wire.record.Decision.PublishAgain;
import io.pullway.wire.record.Decision.Refuse;
import io.pullway.wire.record.Decision.Settle;
import io.pullway.wire.record.Decision.Wait;
import io.pullway.wire.record.Decision.WriteThenAck;

/** A proxy with one request of a client, one step at a time; whoever forgets it has let it crash. */
final class AskingProxy {
    /** Of the answer when the publication was refused; no application of the model answers that. */
    static final int REFUSED_STATUS = 507;

    /** What the client of this request got. */
    enum Result {
        ANSWER,
        /** An answer, but the same key may be sent again. */
        RELEASED,
        MISMATCH,
        PENDING,
        ACCEPTED
    }

    private enum Phase {
        READ,
        ACT,
        PUBLISH,
        PUBLISH_REFUSED,
        WAIT
    }

    private final World world;
    private final RecordRules rules;
    private final History history;
    private final Asker asker;
    private Phase phase = Phase.READ;
    private Asker.Progress progress = Asker.Progress.NONE;
    private OfAsker decision;
    private long claim;
    private long claimDeadline;
    private long waitUntil;
    private Result result;

    AskingProxy(World world, RecordRules rules, History history, RecordEnvelope.Request request) {
        this.world = world;
        this.rules = rules;
        this.history = history;
        this.asker = new Asker(world.id(), request, "p");
    }

    /** What the client got, or null while it waits. */
    Result result() {
        return result;
    }

    String fingerprint() {
        return asker.request().fingerprint();
    }

    void step() {
        switch (phase) {
            case READ -> {
                AnswerRecord current = world.read();
                decision = rules.asks(current, asker, progress, world.now());
                if (current != null && decision instanceof Wait) {
                    progress = new Asker.Progress(Math.max(progress.seen(), current.sequence()), progress.published());
                }
                phase = Phase.ACT;
            }
            case ACT -> act();
            case PUBLISH -> publish();
            case PUBLISH_REFUSED -> publishRefused();
            case WAIT -> {
                AnswerRecord heard = world.read();
                boolean news = heard != null && heard.sequence() > progress.seen();
                if (news || world.now() >= Math.min(waitUntil, budgetEnd())) {
                    phase = Phase.READ;
                }
            }
        }
    }

    private void act() {
        boolean over = world.now() >= budgetEnd();
        phase = Phase.READ;
        switch (decision) {
            case Give give -> give(give.record());
            case Refuse _ -> result = Result.MISMATCH;
            case Settle settle -> {
                if (world.write(settle.write()) instanceof WriteResult.Written written) {
                    give(new AnswerRecord(settle.write().record(), written.sequence(), world.now()));
                }
            }
            case Claim _, PublishAgain _, Wait _ when over -> result = Result.PENDING;
            case Claim claiming -> {
                if (world.write(claiming.write()) instanceof WriteResult.Written written) {
                    progress = new Asker.Progress(written.sequence(), 0);
                    toPublish(written.sequence(), asker.request().deadlineMillis());
                }
            }
            case PublishAgain again -> {
                progress = new Asker.Progress(again.claim(), progress.published());
                toPublish(again.claim(), again.deadlineMillis());
            }
            case Wait wait -> {
                waitUntil = wait.untilMillis();
                phase = Phase.WAIT;
            }
        }
    }

    private void toPublish(long sequence, long deadline) {
        claim = sequence;
        claimDeadline = deadline;
        phase = Phase.PUBLISH;
    }

    private void publish() {
        if (world.now() >= claimDeadline) {
            phase = Phase.READ;
            return;
        }
        switch (world.publish(claim, claimDeadline)) {
            case STORED -> {
                progress = new Asker.Progress(progress.seen(), claim);
                phase = Phase.READ;
                result = asker.request().kind() == RequestKind.LATER ? Result.ACCEPTED : null;
            }
            case UNKNOWN -> uncertain = true;
            // Only where nothing is known of an attempt that may have been stored is it definite.
            case REFUSED -> phase = uncertain ? Phase.PUBLISH : Phase.PUBLISH_REFUSED;
        }
    }

    private boolean uncertain;

    private void publishRefused() {
        HttpResponseMessage answer = new HttpResponseMessage(
                new ResponseEnvelope(asker.id(), "p", -1, null), REFUSED_STATUS, new FieldLines(), Body.EMPTY);
        switch (rules.publishRefused(world.read(), claim, answer)) {
            case WriteThenAck write -> {
                if (world.write(write.write()) instanceof WriteResult.Written) {
                    result = Result.RELEASED;
                }
            }
            case Decision.Ack _ -> phase = Phase.READ;
        }
    }

    private void give(AnswerRecord record) {
        history.given(fingerprint(), record);
        result = record.state().isFinal() ? Result.ANSWER : Result.RELEASED;
    }

    private long budgetEnd() {
        return asker.request().deadlineMillis();
    }
}
