package io.pullway.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pullway.events.EventRedrives.Verdict;
import io.pullway.wire.RequestId;
import io.pullway.wire.letters.EventRedrive;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** An event is told again where NATS does not do what it should; all else needs an application: see TellingAgainTest there. */
class EventRedrivesTest {
    private static final String EVENT =
            "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"data\":{}}";
    private static final EventRedrive FIRST = new EventRedrive(
            "x",
            RequestId.next(),
            RequestId.next(),
            EventsOnNats.STREAM,
            1,
            EventRedrive.digest(EVENT.getBytes(StandardCharsets.UTF_8)));

    @Test
    void itIsKnownWhetherAnythingWasTold() throws Exception {
        try (EventsOnNats nats = new EventsOnNats()) {
            EventRedrives redrives = redrives(nats);
            nats.tell(EVENT);

            assertThat(redrives.tellAgain(FIRST)).isEqualTo(Verdict.TOLD);
            assertThat(nats.messages(EventsOnNats.STREAM)).isEqualTo(2);

            nats.fill();
            assertThat(redrives.tellAgain(other())).isEqualTo(Verdict.NOT_NOW);
            nats.deleteStream();
            assertThat(redrives.tellAgain(FIRST)).isEqualTo(Verdict.NOT_NOW);
            nats.link().close();
            assertThat(redrives.tellAgain(FIRST)).isEqualTo(Verdict.NOT_NOW);
        }
    }

    @Test
    void whereNobodyHasSaidThatItIsStoredNobodyKnows() throws Exception {
        try (EventsOnNats nats = new EventsOnNats()) {
            nats.tell(EVENT);
            nats.hearNothing();

            assertThat(redrives(nats).tellAgain(FIRST)).isEqualTo(Verdict.UNKNOWN);
        }
    }

    /** The first would be stored already. */
    private static EventRedrive other() {
        return new EventRedrive(
                "x", RequestId.next(), FIRST.letter(), FIRST.stream(), FIRST.sequence(), FIRST.digest());
    }

    private static EventRedrives redrives(EventsOnNats nats) {
        CloudEvents events = new CloudEvents(new ObjectMapper());
        return new EventRedrives(nats.link(), new EventStream(nats.link(), events), events);
    }
}
