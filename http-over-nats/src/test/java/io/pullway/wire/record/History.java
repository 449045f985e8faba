package io.pullway.wire.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.wire.RecordEnvelope.State;
import io.pullway.wire.ResponseEnvelope.Outcome;
import java.util.ArrayList;
import java.util.List;

/** What happened in one run of the model, and what may not have happened. */
final class History {
    private record Stored(RecordWrite write, long sequence) {
        State state() {
            return write.record().record().state();
        }

        long claim() {
            return state() == State.CLAIM ? sequence : write.record().record().claim();
        }

        Outcome outcome() {
            return write.record().response().envelope().outcome();
        }
    }

    private record Effect(long claim, boolean repeatable, AnswerRecord recordThen, String nonce) {}

    private record Given(String fingerprint, AnswerRecord record) {}

    private final List<Stored> stored = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private final List<Given> given = new ArrayList<>();

    void written(RecordWrite write, long sequence) {
        stored.add(new Stored(write, sequence));
    }

    void effect(long claim, boolean repeatable, AnswerRecord recordThen, String nonce) {
        effects.add(new Effect(claim, repeatable, recordThen, nonce));
    }

    void given(String fingerprint, AnswerRecord record) {
        given.add(new Given(fingerprint, record));
    }

    int effects() {
        return effects.size();
    }

    void check() {
        effectsAreUnique();
        effectsHaveTheirRecord();
        finalRecordsStand();
        sameAnswerForAll();
        nobodyIsToldNotStartedOfWhatWas();
    }

    /** Not only once a claim: once a key, for as long as its records are kept. */
    private void effectsAreUnique() {
        assertThat(effects.stream().filter(effect -> !effect.repeatable))
                .as("effects that may not be repeated")
                .hasSizeLessThan(2);
    }

    private void effectsHaveTheirRecord() {
        for (Effect effect : effects) {
            assertThat(stored)
                    .as("the start of %s is written down", effect)
                    .anyMatch(record -> record.claim() == effect.claim
                            && effect.nonce.equals(
                                    record.write.record().record().nonce()));
            if (!effect.repeatable) {
                assertThat(effect.recordThen)
                        .as("the record when %s ran", effect)
                        .isNotNull();
                assertThat(effect.recordThen.claim()).isEqualTo(effect.claim);
                assertThat(effect.recordThen.state()).isIn(State.STARTED, State.OUTCOME);
            }
        }
    }

    private void finalRecordsStand() {
        List<State> states = stored.stream().map(Stored::state).toList();
        int firstFinal = 0;
        while (firstFinal < states.size() && !states.get(firstFinal).isFinal()) {
            firstFinal++;
        }
        assertThat(states.size())
                .as("records, the final one is the last: %s", states)
                .isLessThan(firstFinal + 2);
    }

    private void sameAnswerForAll() {
        assertThat(given)
                .allSatisfy(
                        one -> assertThat(one.record.request().fingerprint()).isEqualTo(one.fingerprint));
        assertThat(given.stream()
                        .filter(one -> one.record.state().isFinal())
                        .map(one -> one.record.message())
                        .distinct())
                .as("final answers")
                .hasSizeLessThan(2);
    }

    private void nobodyIsToldNotStartedOfWhatWas() {
        for (Stored record : stored) {
            boolean refused = record.state() == State.RELEASED
                    && record.write.record().response().status() == AskingProxy.REFUSED_STATUS;
            if (record.outcome() == Outcome.NOT_STARTED || refused) {
                assertThat(effects)
                        .as("effects of what %s says was not started", record)
                        .noneMatch(effect -> effect.claim == record.claim());
            }
        }
    }
}
