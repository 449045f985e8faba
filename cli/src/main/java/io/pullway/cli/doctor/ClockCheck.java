package io.pullway.cli.doctor;

import io.nats.client.api.StreamInfo;
import io.pullway.cli.status.NatsView;
import io.pullway.cli.streams.RefusedException;
import io.pullway.wire.ServerClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The clocks of the servers that lead a stream: theirs are the ones that requests' deadlines are measured by. */
public final class ClockCheck implements Check {
    private final NatsView nats;
    private final InstantSource here;

    /** @param here the clock of this machine */
    public ClockCheck(NatsView nats, InstantSource here) {
        this.nats = nats;
        this.here = here;
    }

    @Override
    public String name() {
        return "clocks";
    }

    @Override
    public void look(Notes notes) throws RefusedException, InterruptedException {
        Map<String, String> streamByLeader = new LinkedHashMap<>();
        for (StreamInfo stream : nats.streams()) {
            String leader =
                    stream.getClusterInfo() == null || stream.getClusterInfo().getLeader() == null
                            ? nats.connection().getServerInfo().getServerName()
                            : stream.getClusterInfo().getLeader();
            streamByLeader.putIfAbsent(leader, stream.getConfiguration().getName());
        }
        if (streamByLeader.isEmpty()) {
            notes.notLookedAt("the server's clock: only a stream tells it, and there is none");
        }
        List<Clocks.Reading> readings = new ArrayList<>();
        for (Map.Entry<String, String> leader : streamByLeader.entrySet()) {
            try {
                readings.add(read(leader.getKey(), leader.getValue()));
            } catch (IOException e) {
                notes.notLookedAt("the clock of " + leader.getKey() + ": " + e.getMessage());
            }
        }
        Clocks.judge(readings, notes);
    }

    private Clocks.Reading read(String leader, String stream) throws IOException, InterruptedException {
        ServerClock clock = new ServerClock();
        clock.measure(nats.connection(), stream);
        Instant now = here.instant();
        Duration server = Duration.ofNanos(clock.nowNanos());
        Duration own = Duration.between(Instant.EPOCH, now);
        return new Clocks.Reading(leader, server.minus(own), Duration.ofNanos(clock.errorNanos()));
    }
}
