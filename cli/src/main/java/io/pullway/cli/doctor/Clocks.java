package io.pullway.cli.doctor;

import io.pullway.cli.streams.GoDuration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Judges how far clocks are apart. */
final class Clocks {
    /** Work is not started with less than this left: servers that differ by more make that decision wrong. */
    private static final Duration BETWEEN_SERVERS = Duration.ofMillis(50);

    /** Tokens are valid from and until a second. */
    private static final Duration HERE = Duration.ofSeconds(1);

    private static final String NTP = "sudo timedatectl set-ntp true   # on ";

    private Clocks() {}

    /**
     * A clock that was read.
     *
     * @param ahead of this machine's; negative when behind
     * @param error how far that may be off, either way
     */
    record Reading(String server, Duration ahead, Duration error) {}

    static void judge(List<Reading> servers, Notes notes) {
        Map<Boolean, List<Reading>> off = servers.stream()
                .collect(Collectors.partitioningBy(reading -> beyond(reading.ahead(), HERE.plus(reading.error()))));
        for (Reading reading : off.get(true)) {
            boolean ahead = !reading.ahead().isNegative();
            notes.warning(
                    "the clock of " + reading.server() + " is " + show(reading.ahead())
                            + (ahead ? " ahead of" : " behind") + " this machine's",
                    "Deadlines count by the servers' clocks only, but tokens expire by those of proxies and services.",
                    NTP + "whichever of the two is wrong");
        }
        for (int i = 0; i < servers.size(); i++) {
            for (int j = i + 1; j < servers.size(); j++) {
                between(servers.get(i), servers.get(j), notes);
            }
        }
    }

    private static void between(Reading one, Reading other, Notes notes) {
        Duration apart = one.ahead().minus(other.ahead());
        Duration error = one.error().plus(other.error());
        if (beyond(apart, BETWEEN_SERVERS.plus(error))) {
            notes.error(
                    "the clocks of " + one.server() + " and " + other.server() + " are " + show(apart) + " apart",
                    "A request's time is over earlier or later when the leader of its stream changes.",
                    NTP + one.server() + " and " + other.server());
        }
    }

    private static boolean beyond(Duration offset, Duration limit) {
        return offset.abs().compareTo(limit) > 0;
    }

    private static String show(Duration offset) {
        return GoDuration.show(Duration.ofMillis(offset.abs().toMillis()));
    }
}
