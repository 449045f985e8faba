package io.pullway.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class OutstandingPullsTest {
    private final OutstandingPulls pulls = new OutstandingPulls();

    @Test
    void saysThatNobodyAskedForAMessage() {
        pulls.asked(1, 100);
        assertThat(pulls.arrived()).isTrue();
        assertThat(pulls.arrived()).isFalse();
    }

    @Test
    void writesEverythingOffPastTheLastDeadline() {
        pulls.asked(2, 100);
        pulls.asked(3, 200);
        assertThat(pulls.expire(150)).isZero();
        assertThat(pulls.expire(250)).isEqualTo(5);
        assertThat(pulls.waiting()).isZero();
    }

    @Test
    void doesNotFreeMoreThanItWaitsFor() {
        pulls.asked(2, 100);
        assertThat(pulls.ended(7)).isEqualTo(2);
    }

    /** What happens at a server that serves overlapping pulls in turn, and ends them when it likes. */
    sealed interface Step {
        record Ask(int batch) implements Step {}

        record Serve(int which) implements Step {}

        record End(int which) implements Step {}
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> ask = Arbitraries.integers().between(1, 9).map(Step.Ask::new);
        Arbitrary<Step> serve = Arbitraries.integers().between(0, 3).map(Step.Serve::new);
        Arbitrary<Step> end = Arbitraries.integers().between(0, 3).map(Step.End::new);
        return Arbitraries.oneOf(ask, serve, serve, end).list().ofMaxSize(60);
    }

    /** The server's own count of one pull. */
    private static final class Owed {
        int messages;

        Owed(int messages) {
            this.messages = messages;
        }
    }

    @Property
    void neverLosesOrInventsASlotWhicheverPullTheServerServes(@ForAll("steps") List<Step> steps) {
        OutstandingPulls counted = new OutstandingPulls();
        ArrayDeque<Owed> server = new ArrayDeque<>();
        for (Step step : steps) {
            switch (step) {
                case Step.Ask(int batch) -> {
                    counted.asked(batch, Long.MAX_VALUE);
                    server.addLast(new Owed(batch));
                }
                case Step.Serve(int which) -> {
                    Owed owed = pick(server, which);
                    if (owed != null) {
                        assertThat(counted.arrived()).isTrue();
                        // A fulfilled pull ends without a word.
                        if (--owed.messages == 0) {
                            server.remove(owed);
                        }
                    }
                }
                case Step.End(int which) -> {
                    Owed owed = pick(server, which);
                    if (owed != null) {
                        server.remove(owed);
                        assertThat(counted.ended(owed.messages)).isEqualTo(owed.messages);
                    }
                }
            }
            int owedInAll = server.stream().mapToInt(owed -> owed.messages).sum();
            assertThat(counted.waiting()).isEqualTo(owedInAll);
        }
    }

    private static Owed pick(ArrayDeque<Owed> server, int which) {
        return server.stream()
                .skip(server.isEmpty() ? 0 : which % server.size())
                .findFirst()
                .orElse(null);
    }
}
