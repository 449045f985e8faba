package io.pullway.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.pullway.fixtures.Await;
import io.pullway.scenario.NatsClient.Seen;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** What the streams of a platform have got since this was made. Used by one thread. */
final class StreamsSince implements AutoCloseable {
    /** What was delivered to somebody who died comes back after the ack wait, up to five times. */
    private static final Duration WORKED_OFF = Duration.ofSeconds(90);

    private static final List<String> QUEUES = List.of("echo-service", "rating-service");
    private static final String ALL = "1000000";
    private static final String ANSWERS = "ANSWERS_rating-service";

    private final Platform platform;
    private final NatsClient nats;
    private final Set<String> lettersBefore = new HashSet<>();
    private final long answersBefore;

    StreamsSince(Platform platform) {
        this.platform = platform;
        this.nats = new NatsClient(platform);
        this.answersBefore = nats.state(ANSWERS).getLastSequence();
        letters().forEach(letter -> lettersBefore.add(letter.get("id").asText()));
    }

    /** Returns when no request waits and none is being worked on. */
    void awaitNothingQueued() {
        for (String queue : QUEUES) {
            Await.until(
                    WORKED_OFF,
                    "nothing is in " + queue,
                    () -> nats.state(queue).getMsgCount() == 0);
        }
    }

    /** The answers that the rating service's applications gave and that are kept, as they are stored. */
    List<Seen> keptAnswers() {
        return nats.after(ANSWERS, answersBefore).stream()
                .filter(record -> record.field("pullway-state").equals("answer"))
                .toList();
    }

    /** Dead letters, as {@code pullway dead-letters list} tells them. */
    List<JsonNode> deadLetters() {
        return letters().stream()
                .filter(letter -> !lettersBefore.contains(letter.get("id").asText()))
                .toList();
    }

    @Override
    public void close() {
        nats.close();
    }

    private List<JsonNode> letters() {
        JsonNode all = CommandLine.of(platform, "dead-letters", "list", "--limit", ALL, "-o", "json")
                .succeeded()
                .json();
        return StreamSupport.stream(all.spliterator(), false).toList();
    }
}
