package io.pullway.cli.doctor;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import io.pullway.cli.streams.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** Every server of the NATS cluster, as it describes itself to a user of the system account. */
public final class ServersCheck implements Check {
    private static final String QUESTION = "$SYS.REQ.SERVER.PING.VARZ";

    /** Servers answer at once; who has not by then is not waited for. */
    private static final Duration COLLECTING = Duration.ofSeconds(1);

    private final Login system;

    /** A connection as a user of the system account, made when it is needed. */
    public interface Login {
        /**
         * Null where the command line says no such user. The caller closes it.
         *
         * @throws RefusedException when the server does not let this user in
         */
        Connection connect() throws RefusedException;
    }

    public ServersCheck(Login system) {
        this.system = system;
    }

    @Override
    public String name() {
        return "servers";
    }

    @Override
    public void look(Notes notes) throws RefusedException, InterruptedException {
        Connection connection = system.connect();
        if (connection == null) {
            notes.notLookedAt("each server's version, clock, disk and slow consumers: servers tell them to the system"
                    + " account only; --system-user says whom to be");
            return;
        }
        try {
            List<Clocks.Reading> clocks = new ArrayList<>();
            for (Answer answer : ask(connection)) {
                judge(answer, notes);
                if (answer.clock() != null) {
                    clocks.add(answer.clock());
                }
            }
            if (clocks.isEmpty()) {
                notes.notLookedAt("the servers: none answered; is this a user of the system account?");
            }
            Clocks.judge(clocks, notes);
        } finally {
            connection.close();
        }
    }

    /** @param clock null where the server does not tell its time */
    private record Answer(String server, String version, JsonValue data, Clocks.Reading clock) {}

    private static List<Answer> ask(Connection connection) throws InterruptedException {
        List<Answer> answers = new ArrayList<>();
        String inbox = connection.createInbox();
        Subscription replies = connection.subscribe(inbox);
        long asked = System.nanoTime();
        Instant askedAt = Instant.now();
        connection.publish(QUESTION, inbox, new byte[0]);
        for (Duration left = COLLECTING; left.isPositive(); left = COLLECTING.minusNanos(System.nanoTime() - asked)) {
            Message reply = replies.nextMessage(left);
            Duration trip = Duration.ofNanos(System.nanoTime() - asked);
            if (reply != null && !reply.isStatusMessage()) {
                answer(reply, askedAt, trip, answers);
            }
        }
        return answers;
    }

    private static void answer(Message reply, Instant askedAt, Duration trip, List<Answer> answers) {
        try {
            JsonValue json = JsonParser.parse(reply.getData());
            JsonValue server = JsonValueUtils.readObject(json, "server");
            String name = JsonValueUtils.readString(server, "name", "?");
            Clocks.Reading clock = null;
            String time = JsonValueUtils.readString(server, "time");
            if (time != null) {
                Duration half = trip.dividedBy(2);
                clock = new Clocks.Reading(name, Duration.between(askedAt.plus(half), Instant.parse(time)), half);
            }
            String version = JsonValueUtils.readString(server, "ver");
            answers.add(new Answer(name, version, JsonValueUtils.readObject(json, "data"), clock));
        } catch (JsonParseException | DateTimeParseException notOfAServer) {
            // Others of the system account may be able to publish there.
            return;
        }
    }

    private static void judge(Answer answer, Notes notes) {
        String who = "nats-server " + answer.server();
        Floor.NATS.judge(who, answer.version(), notes);
        long slow = JsonValueUtils.readLong(answer.data(), "slow_consumers", 0);
        if (slow > 0) {
            notes.warning(
                    who + " has cut off " + slow + " slow readers since it started",
                    "A proxy or an instance did not read what was sent to it for 10 s, and lost its connection.",
                    "nats server report connections --sort pending   # as a user of the system account");
        }
        JsonValue jetStream = JsonValueUtils.readObject(answer.data(), "jetstream");
        long limit = JsonValueUtils.readLong(JsonValueUtils.readObject(jetStream, "config"), "max_storage", 0);
        JsonValue stats = JsonValueUtils.readObject(jetStream, "stats");
        long used = JsonValueUtils.readLong(stats, "storage", 0);
        Fullness.of(used, limit)
                .judge(
                        who + " uses " + used / 1_048_576 + " of the " + limit / 1_048_576
                                + " MiB of disk that JetStream may take",
                        "A full disk stops JetStream, and with it every request of everybody.",
                        "kubectl --namespace nats get persistentvolumeclaims   # then raise the size, in k8s/charts",
                        notes);
    }
}
