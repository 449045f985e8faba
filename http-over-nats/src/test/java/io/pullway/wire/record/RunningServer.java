package io.pullway.wire.record;

import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.ResponseEnvelope;
import io.pullway.wire.ResponseEnvelope.Outcome;
import io.pullway.wire.record.Decision.Ack;
import io.pullway.wire.record.Decision.Run;
import io.pullway.wire.record.Decision.RunAfterWriting;
import io.pullway.wire.record.Decision.WriteThenAck;
import java.util.concurrent.atomic.AtomicLong;

/** A server with one slot, one step at a time; whoever forgets it has let it crash. */
final class RunningServer {
    private static final AtomicLong NONCES = new AtomicLong();
    private static final int MAX_DELIVERIES = 5;

    private enum Phase {
        IDLE,
        READ,
        ACT,
        RUN,
        ANSWER,
        ACK
    }

    private final World world;
    private final RecordRules rules;
    private final Application application;
    private Phase phase = Phase.IDLE;
    private World.Delivered delivered;
    private Runner runner;
    private Decision decision;
    private HttpResponseMessage answer;

    RunningServer(World world, RecordRules rules, Application application) {
        this.world = world;
        this.rules = rules;
        this.application = application;
    }

    void step() {
        switch (phase) {
            case IDLE -> {
                delivered = world.pull();
                if (delivered != null) {
                    String nonce = "n" + NONCES.incrementAndGet();
                    runner = new Runner(world.id(), delivered.claim(), nonce, application.isRepeatable(), "s");
                    phase = Phase.READ;
                }
            }
            case READ -> {
                decision = decide(world.read());
                phase = Phase.ACT;
            }
            case ACT -> act();
            case RUN -> {
                answer = application.run(runner, world.read());
                phase = Phase.ANSWER;
            }
            case ANSWER -> {
                decision = rules.answered(world.read(), runner, answer);
                phase = Phase.ACT;
            }
            case ACK -> {
                world.ack(delivered);
                phase = Phase.IDLE;
            }
        }
    }

    private Decision decide(AnswerRecord current) {
        boolean late = world.now() >= delivered.deadlineMillis();
        Outcome outcome = delivered.deliveries() > MAX_DELIVERIES
                ? Outcome.GAVE_UP
                : late && delivered.deliveries() == 1 ? Outcome.NOT_STARTED : late ? Outcome.OUTCOME_UNKNOWN : null;
        if (outcome == null) {
            return rules.runs(current, runner);
        }
        ResponseEnvelope envelope = new ResponseEnvelope(world.id(), "s", -1, outcome);
        return rules.decided(current, runner, new HttpResponseMessage(envelope, 504, new FieldLines(), Body.EMPTY));
    }

    private void act() {
        // A conflict, or a reply that is missing: read and decide again.
        Phase again = answer == null ? Phase.READ : Phase.ANSWER;
        phase = switch (decision) {
            case Run _ -> Phase.RUN;
            case RunAfterWriting run -> isWritten(run.write()) ? Phase.RUN : again;
            case WriteThenAck write -> isWritten(write.write()) ? Phase.ACK : again;
            case Ack _ -> Phase.ACK;
            default -> throw new AssertionError("not for servers: " + decision);
        };
        if (phase == Phase.ACK) {
            answer = null;
        }
    }

    private boolean isWritten(RecordWrite write) {
        return world.write(write) instanceof WriteResult.Written;
    }
}
