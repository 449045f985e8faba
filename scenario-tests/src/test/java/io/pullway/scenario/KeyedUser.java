package io.pullway.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** A user who is to be made once, whoever asks for it and how often: its own name, and a key of its own. */
record KeyedUser(String name, String key) {
    /** Of the requests in a {@link History}. */
    static final String KIND = "keyed POST";

    private static final String LAST_NAME = "Keyed";
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Duration BEFORE_ASKING_AGAIN = Duration.ofMillis(200);
    private static final Set<Integer> ASK_AGAIN = Set.of(409, 503, 504);

    /** All of an answer that callers of one key must get alike. */
    record Made(int status, String location, String type, String body) {
        static Made of(RawAnswer answer) {
            return new Made(
                    answer.status(),
                    answer.value("location").orElse(""),
                    answer.value("content-type").orElse(""),
                    answer.text());
        }

        /** The last segment of the location: the id in the database. */
        long id() {
            return Long.parseLong(location.substring(location.lastIndexOf('/') + 1));
        }
    }

    static KeyedUser random(Random random) {
        String id = Seed.name(random);
        return new KeyedUser("n" + id, "k" + id);
    }

    /**
     * Asks for it, and again with the same key as long as the platform says that this is what to do, or the
     * connection ends.
     *
     * @throws AssertionError when there is no answer in four minutes, or one that forbids to ask again
     */
    Made makeBy(RecordingClient client) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() - end < 0) {
            Optional<RawAnswer> answer = client.ask(KIND, request().bytes(), this::isOwn);
            if (answer.isPresent() && !ASK_AGAIN.contains(answer.get().status())) {
                return Made.of(answer.get());
            }
            LockSupport.parkNanos(BEFORE_ASKING_AGAIN.toNanos());
        }
        throw new AssertionError("No answer within " + LIMIT + " for " + this);
    }

    /** The ids of the users in the database by their names. */
    static Map<String, List<Long>> inDatabase(Platform platform) {
        return Users.named(platform, LAST_NAME);
    }

    /** How many have exactly one row. */
    static long once(Platform platform) {
        return inDatabase(platform).values().stream()
                .filter(ids -> ids.size() == 1)
                .count();
    }

    private RawRequest request() {
        return Users.post(name, LAST_NAME).field("Idempotency-Key", key);
    }

    private boolean isOwn(RawAnswer answer) {
        return Users.isMade(answer, name);
    }
}
