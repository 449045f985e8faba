package io.pullway.scenario;

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
    private static final int CREATED = 201;

    private final Clients clients = new Clients();
    private final History history = new History();

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
                    user = made(client, "users", "{\"firstName\":\"c%d\",\"lastName\":\"Told\"}".formatted(number));
                } else {
                    rate(client, user, 1 + random.nextInt(SERVICES), random);
                }
            }
        }
    }

    private void rate(RecordingClient client, long user, long service, Random random) {
        long rating = made(
                client,
                "ratings",
                "{\"userId\":%d,\"serviceId\":%d,\"score\":%d}".formatted(user, service, score(random)));
        for (int i = random.nextInt(3); rating != 0 && i > 0; i--) {
            ask(
                    client,
                    RawRequest.of("PATCH", "/api/ratings/" + rating)
                            .field("Content-Type", "application/merge-patch+json")
                            .body("{\"score\":%d}".formatted(score(random)).getBytes(StandardCharsets.UTF_8)));
        }
        if (rating != 0 && random.nextBoolean()) {
            ask(client, RawRequest.of("DELETE", "/api/ratings/" + rating));
        }
    }

    /** The id of what was made; 0 if that is not known. */
    private long made(RecordingClient client, String what, String json) {
        return ask(
                        client,
                        RawRequest.of("POST", "/api/" + what)
                                .field("Content-Type", "application/json")
                                .body(json.getBytes(StandardCharsets.UTF_8)))
                .filter(answer -> answer.status() == CREATED)
                .map(answer -> answer.json().get("id").asLong())
                .orElse(0L);
    }

    private Optional<RawAnswer> ask(RecordingClient client, RawRequest request) {
        Optional<RawAnswer> answer = client.ask(
                "unsafe", request.field("Authorization", Tokens.admin()).bytes(), any -> true);
        LockSupport.parkNanos(PAUSE.toNanos());
        return answer;
    }

    private static int score(Random random) {
        return 1 + random.nextInt(5);
    }
}
