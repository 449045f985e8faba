package io.pullway.scenario;

import io.pullway.scenario.AnsweredChanges.Change;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that make, change and delete ratings until told to end: each a user of its own, who makes one request after the
 * other, whatever becomes of it. A few services are rated by all, so that much happens to each.
 */
final class RatingTraffic implements AutoCloseable {
    private static final int CLIENTS = 12;
    private static final int SERVICES = 4;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Clients clients = new Clients();
    private final History history = new History();
    private final AnsweredChanges changes = new AnsweredChanges();

    private RatingTraffic() {}

    /** @param random decides what each client does */
    static RatingTraffic start(Platform platform, Random random) {
        RatingTraffic traffic = new RatingTraffic();
        traffic.clients.start(CLIENTS, random, (number, own) -> traffic.send(platform, number, own));
        return traffic;
    }

    History history() {
        return history;
    }

    /** What became of ratings as those know who asked for it; not of those that went with their user. */
    AnsweredChanges changes() {
        return changes;
    }

    /** Sends nothing new, and returns when everything that was sent has an end. */
    void end() {
        clients.end();
    }

    @Override
    public void close() {
        clients.close();
    }

    private void send(Platform platform, int number, Random random) {
        try (RecordingClient client = new RecordingClient(List.of(platform.proxy(1)), 0, history)) {
            long user = 0;
            while (!clients.areEnded()) {
                if (user == 0 || random.nextInt(20) == 0) {
                    // Sometimes the old one leaves, with all ratings.
                    if (user != 0) {
                        ask(client, RawRequest.of("DELETE", "/api/users/" + user));
                    }
                    String json = "{\"firstName\":\"c%d\",\"lastName\":\"Told\"}".formatted(number);
                    user = ask(client, post("users", json)).map(Done::id).orElse(0L);
                } else {
                    rate(client, user, 1 + random.nextInt(SERVICES), random);
                }
            }
        }
    }

    private void rate(RecordingClient client, long user, long service, Random random) {
        String json = "{\"userId\":%d,\"serviceId\":%d,\"score\":%d}".formatted(user, service, score(random));
        Optional<Done> made = ask(client, post("ratings", json));
        if (made.isEmpty()) {
            return;
        }
        long rating = made.get().id();
        String path = "/api/ratings/" + rating;
        note(made, service, rating, "created");
        for (int i = random.nextInt(3); i > 0; i--) {
            RawRequest patch = RawRequest.of("PATCH", path)
                    .field("Content-Type", "application/merge-patch+json")
                    .body("{\"score\":%d}".formatted(score(random)).getBytes(StandardCharsets.UTF_8));
            note(ask(client, patch), service, rating, "changed");
        }
        if (random.nextBoolean()) {
            note(ask(client, RawRequest.of("DELETE", path)), service, rating, "withdrawn");
        }
    }

    private void note(Optional<Done> done, long service, long rating, String what) {
        done.ifPresent(it -> changes.add(new Change(service, rating, what, it.version(), it.asked(), it.answered())));
    }

    /** What was done, and when it was asked for and answered, by {@link System#nanoTime}. */
    private record Done(RawAnswer answer, long asked, long answered) {
        long id() {
            return answer.json().get("id").asLong();
        }

        /** That of the ETag; 0 without one. */
        long version() {
            return answer.value("etag")
                    .map(tag -> Long.parseLong(tag.replace("\"", "")))
                    .orElse(0L);
        }
    }

    private static RawRequest post(String what, String json) {
        return RawRequest.of("POST", "/api/" + what)
                .field("Content-Type", "application/json")
                .body(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Empty if it is not known to be done. */
    private Optional<Done> ask(RecordingClient client, RawRequest request) {
        byte[] bytes = request.field("Authorization", Tokens.admin()).bytes();
        long asked = System.nanoTime();
        Optional<Done> done = client.ask("unsafe", bytes, any -> true)
                .filter(answer -> answer.status() / 100 == 2)
                .map(answer -> new Done(answer, asked, System.nanoTime()));
        LockSupport.parkNanos(PAUSE.toNanos());
        return done;
    }

    private static int score(Random random) {
        return 1 + random.nextInt(5);
    }
}
