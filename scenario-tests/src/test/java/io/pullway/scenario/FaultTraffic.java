package io.pullway.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients of all proxies that send what may be sent again, GET and PUT to the echo service and keyed POSTs to
 * the rating service, until told to end. GET and PUT are asked once; a keyed POST until it is answered.
 */
final class FaultTraffic implements AutoCloseable {
    private static final int CLIENTS = 16;
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int LONGEST_DELAY_MILLIS = 200;

    private final Clients clients = new Clients();
    private final List<? extends Endpoint> proxies;
    private final History history = new History();
    private final Map<KeyedUser, KeyedUser.Made> made = new ConcurrentHashMap<>();

    private FaultTraffic(List<? extends Endpoint> proxies) {
        this.proxies = proxies;
    }

    /** @param random decides what each client sends */
    static FaultTraffic start(List<? extends Endpoint> proxies, Random random) {
        FaultTraffic traffic = new FaultTraffic(proxies);
        traffic.clients.start(CLIENTS, random, traffic::send);
        return traffic;
    }

    History history() {
        return history;
    }

    /** The users that were made, with the answer that said so. */
    Map<KeyedUser, KeyedUser.Made> made() {
        return made;
    }

    /** Sends nothing new, and returns when everything that was sent has an end. */
    void end() {
        clients.end();
    }

    @Override
    public void close() {
        clients.close();
    }

    private void send(int first, Random random) {
        try (RecordingClient client = new RecordingClient(proxies, first, history)) {
            while (!clients.areEnded()) {
                int choice = random.nextInt(4);
                if (choice == 0) {
                    KeyedUser user = KeyedUser.random(random);
                    made.put(user, user.makeBy(client));
                } else {
                    int delay = random.nextInt(LONGEST_DELAY_MILLIS);
                    Call call = choice == 1 ? Call.put(delay) : Call.get(delay);
                    client.ask(
                            call.method(),
                            call.bytes(),
                            answer -> answer.status() == 200 && call.isEchoedBy(answer.echoed()));
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
