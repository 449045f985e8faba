package io.pullway.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.api.StreamConfiguration;
import io.pullway.cli.status.NatsView;
import io.pullway.fixtures.NatsServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClocksTest {
    private static final Duration ERROR = Duration.ofMillis(1);

    @Test
    void serversThatAgreeAreWell() {
        assertThat(judge(reading("n1", 0), reading("n2", 40), reading("n3", -10)))
                .isEmpty();
    }

    @Test
    void serversThatDifferByMoreThanWhatWorkIsStartedWithAreNamed() {
        assertThat(judge(reading("n1", 0), reading("n2", 60), reading("n3", 1)))
                .extracting(Finding::what)
                .containsExactly("the clocks of n1 and n2 are 60ms apart", "the clocks of n2 and n3 are 59ms apart");
    }

    @Test
    void anErrorOfMeasuringIsNoFinding() {
        assertThat(judge(new Clocks.Reading("n1", Duration.ofSeconds(3), Duration.ofSeconds(4))))
                .isEmpty();
    }

    /** Measured on a real server; this machine's clock is ten seconds late. */
    @Test
    void aMachineWhoseClockIsWrongIsTold() throws Exception {
        InstantSource late = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(-10));
        try (NatsServer nats = NatsServer.started();
                Connection connection = nats.connect()) {
            connection
                    .jetStreamManagement()
                    .addStream(StreamConfiguration.builder().name("any").build());
            NatsView seen = new NatsView(connection, Duration.ofSeconds(5), List::of);

            assertThat(new ClockCheck(seen, late).examine().findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.what())
                            .matches("the clock of fixture is (10s|9s\\d+ms|10s\\d+ms) ahead of this machine's"));
            assertThat(new ClockCheck(seen, InstantSource.system()).examine().findings())
                    .isEmpty();
        }
    }

    private static Clocks.Reading reading(String server, long aheadMillis) {
        return new Clocks.Reading(server, Duration.ofMillis(aheadMillis), ERROR);
    }

    private static List<Finding> judge(Clocks.Reading... readings) {
        Notes notes = new Notes();
        Clocks.judge(List.of(readings), notes);
        return notes.section("clocks").findings();
    }
}
