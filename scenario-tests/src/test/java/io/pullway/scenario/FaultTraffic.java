package io.pullway.scenario;

import io.pullway.scenario.RecordingClient.Told;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Clients of all proxies that send requests of every kind until told to end. A keyed POST is sent until it is answered, all
 * others once; an asynchronous one counts as answered when it is accepted.
 */
final class FaultTraffic implements AutoCloseable {
    /** To the echo service. */
    static final String GET = "GET";

    /** To the echo service. */
    static final String PUT = "PUT";

    /** A user, of the rating service's database. */
    static final String GET_USER = "GET of a user";

    /** Of the clients' own users, asked for without a key. */
    static final String LAST_NAME = "Unkeyed";

    private static final int CLIENTS = 16;
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int LONGEST_DELAY_MILLIS = 200;

    private final Clients clients = new Clients();
    private final List<? extends Endpoint> proxies;
    private final boolean commented;
    private final History history = new History();
    private final Map<KeyedUser, KeyedUser.Made> made = new ConcurrentHashMap<>();
    private final Queue<Once> unsafe = new ConcurrentLinkedQueue<>();
    private final Queue<Once> users = new ConcurrentLinkedQueue<>();
    private final Queue<Once> laterUsers = new ConcurrentLinkedQueue<>();
    private final Queue<Once> comments = new ConcurrentLinkedQueue<>();

    private FaultTraffic(List<? extends Endpoint> proxies, boolean commented) {
        this.proxies = proxies;
        this.commented = commented;
    }

    /**
     * A request that may have an effect and was sent once.
     *
     * @param name that no other has
     */
    record Once(String name, Told told) {}

    /**
     * @param commented whether the users that are made rate with a comment, too: where one service asks another for it
     * @param random decides what each client sends
     */
    static FaultTraffic start(List<? extends Endpoint> proxies, boolean commented, Random random) {
        FaultTraffic traffic = new FaultTraffic(proxies, commented);
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

    /** POSTs to the echo service, which runs them again if it is given them again: nothing there is once-only. */
    List<Once> unsafe() {
        return List.copyOf(unsafe);
    }

    /** POSTs of a user, by the user's first name. */
    List<Once> users() {
        return List.copyOf(users);
    }

    /** Asynchronous POSTs of a user, by the user's first name. */
    List<Once> laterUsers() {
        return List.copyOf(laterUsers);
    }

    /** POSTs of a rating, by its comment. */
    List<Once> comments() {
        return List.copyOf(comments);
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
            // One of the example data, until there is one of its own.
            long known = 1;
            while (!clients.areEnded()) {
                switch (random.nextInt(8)) {
                    case 0, 1 -> {
                        KeyedUser user = KeyedUser.random(random);
                        KeyedUser.Made answer = user.makeBy(client);
                        made.put(user, answer);
                        // Any other status stands in the history as what must never be.
                        known = answer.status() == 201 ? answer.id() : known;
                        if (commented && answer.status() == 201) {
                            comments.add(rating(client, known, random));
                        }
                    }
                    case 2 -> lookUp(client, known);
                    case 3 -> unsafe.add(echo(client, "POST", random));
                    case 4 -> users.add(user(client, random, "POST of a user"));
                    case 5 -> laterUsers.add(laterUser(client, random));
                    case 6 -> echo(client, PUT, random);
                    default -> echo(client, GET, random);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static void lookUp(RecordingClient client, long id) {
        byte[] get = RawRequest.get("/api/users/" + id).bytes();
        client.send(
                GET_USER,
                get,
                answer -> answer.status() == 200 && answer.json().path("id").asLong() == id);
    }

    private static Once echo(RecordingClient client, String method, Random random) {
        Call call = Call.random(method, random.nextInt(LONGEST_DELAY_MILLIS), random);
        Predicate<RawAnswer> own = answer -> answer.status() == 200 && call.isEchoedBy(answer.echoed());
        return new Once(call.nonce(), client.send(method, call.bytes(), own));
    }

    private static Once user(RecordingClient client, Random random, String kind) {
        String name = Seed.name(random);
        byte[] post = Users.post(name, LAST_NAME).bytes();
        return new Once(name, client.send(kind, post, answer -> Users.isMade(answer, name)));
    }

    private static Once rating(RecordingClient client, long user, Random random) {
        String comment = Seed.name(random);
        byte[] post = RatedComments.rate(Tokens.admin(), user, 1, comment).bytes();
        Predicate<RawAnswer> made = answer -> answer.status() == 201
                && answer.json().path("userId").asLong() == user
                && answer.json().path("comment").asText().equals(comment);
        return new Once(comment, client.send("POST of a rating", post, made));
    }

    private static Once laterUser(RecordingClient client, Random random) {
        String name = Seed.name(random);
        byte[] post =
                Users.post(name, LAST_NAME).field("Prefer", "respond-async").bytes();
        Predicate<RawAnswer> accepted =
                answer -> answer.status() == 202 && answer.value("location").isPresent();
        return new Once(name, client.send("asynchronous POST of a user", post, accepted));
    }
}
