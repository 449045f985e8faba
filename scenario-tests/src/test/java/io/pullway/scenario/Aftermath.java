package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pullway.fixtures.Await;
import io.pullway.scenario.FaultTraffic.Once;
import io.pullway.scenario.History.Outcome;
import io.pullway.scenario.KeyedUser.Made;
import io.pullway.scenario.NatsClient.Seen;
import io.pullway.scenario.RecordingClient.Told;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What is there once the traffic through a fault has ended: what clients are told when they ask again, what the database
 * holds, and what the streams hold. Looked at first, then checked. Used by one thread.
 */
final class Aftermath {
    private static final int CLIENTS = 8;
    private static final Duration ENDED = Duration.ofSeconds(90);

    private final Platform platform;
    private final FaultTraffic traffic;
    private final History again = new History();
    private final Map<KeyedUser, Made> toldAgain = new ConcurrentHashMap<>();
    private final Map<String, Told> ends = new ConcurrentHashMap<>();
    private final Map<String, Long> runs;
    private final List<Seen> answers;
    private final List<JsonNode> letters;
    private final Map<String, List<Long>> keyed;
    private final Map<String, List<Long>> unkeyed;
    private final Map<String, Long> published;
    private final Map<String, Long> judged;

    /** @param streams made before the traffic began, as the tap was */
    Aftermath(Platform platform, FaultTraffic traffic, StreamsSince streams, ReplyTap tap) {
        this.platform = platform;
        this.traffic = traffic;
        streams.awaitNothingQueued();
        askAgain();
        runs = tap.runs();
        answers = streams.keptAnswers();
        letters = streams.deadLetters();
        keyed = KeyedUser.inDatabase(platform);
        unkeyed = Users.named(platform, FaultTraffic.LAST_NAME);
        published = RatedComments.published(platform);
        judged = platform.moderations().isEmpty() ? Map.of() : RatedComments.judged(platform);
    }

    /** For the table. */
    String effects() {
        long once = traffic.made().keySet().stream()
                .filter(user -> rows(keyed, user.name()) == 1)
                .count();
        long same = traffic.made().entrySet().stream()
                .filter(user -> user.getValue().equals(toldAgain.get(user.getKey())))
                .count();
        long done = ends.values().stream()
                .filter(end -> end.outcome() == Outcome.ANSWERED)
                .count();
        long judgedOnce = traffic.comments().stream()
                .filter(comment -> judged.getOrDefault(comment.name(), 0L) == 1)
                .count();
        String comments = platform.moderations().isEmpty()
                ? ""
                : judgedOnce + " of " + traffic.comments().size() + " comments judged once; ";
        return once + " of " + traffic.made().size() + " keys, " + same + " told the same again; " + done + " of "
                + ends.size() + " accepted ones done later; " + comments + "dead letters: " + letters.size();
    }

    /**
     * Fails unless each request had the effect that its client was told of, and the streams hold what they have to.
     *
     * @param mostRuns of a request that is not once-only
     * @param expected which dead letters may be there beside those of unsafe requests that must not run twice
     */
    void check(int mostRuns, Predicate<JsonNode> expected) {
        checkKeyed();
        assertThat(again.ended(Outcome.SILENT, Outcome.WRONG, Outcome.FAILED)).isEmpty();
        traffic.users().forEach(user -> checkRows(user, user.told()));
        traffic.laterUsers().forEach(user -> checkRows(user, ends.getOrDefault(user.name(), user.told())));
        traffic.comments().forEach(this::checkComment);
        traffic.unsafe().forEach(post -> checkRuns(post, mostRuns));
        checkLetters(expected);
    }

    private void checkKeyed() {
        Map<String, Long> records = answers.stream().collect(Collectors.groupingBy(Seen::body, Collectors.counting()));
        assertThat(again.except(Outcome.ANSWERED, KeyedUser.KIND))
                .as("asked again")
                .isEmpty();
        assertThat(toldAgain).isEqualTo(traffic.made());
        assertThat(traffic.made()).allSatisfy((user, made) -> {
            assertThat(keyed.get(user.name())).as("%s", user).containsExactly(made.id());
            assertThat(records.get(made.body())).as("records of %s", user).isEqualTo(1);
        });
    }

    /** A user is there as often as this says. */
    private void checkRows(Once asked, Told told) {
        long rows = rows(unkeyed, asked.name());
        assertThat(rows).as("rows of %s", asked).isBetween(least(told.outcome()), most(told.outcome()));
    }

    /** Judged once by the other service, if at all, and not published unjudged; published as its author was told. */
    private void checkComment(Once asked) {
        Outcome told = asked.told().outcome();
        long rows = published.getOrDefault(asked.name(), 0L);
        assertThat(rows).as("ratings of %s", asked).isBetween(least(told), most(told));
        assertThat(judged.getOrDefault(asked.name(), 0L))
                .as("verdicts of %s", asked)
                .isBetween(rows, 1L);
    }

    /** What applications were heard to answer; what NATS did not pass on was not heard. */
    private void checkRuns(Once asked, int mostRuns) {
        requestId(asked.told())
                .ifPresent(id -> assertThat(runs.getOrDefault(id, 0L))
                        .as("runs of %s", asked)
                        .isLessThanOrEqualTo(mostRuns * most(asked.told().outcome())));
    }

    private void checkLetters(Predicate<JsonNode> expected) {
        assertThat(letters).allMatch(letter -> isUnsafe(letter) || expected.test(letter));
        // With a server's word that it must not run again comes a letter; with a proxy's that it heard nothing, none.
        assertThat(letters)
                .extracting(letter -> letter.get("id").asText())
                .containsAll(traffic.unsafe().stream()
                        .filter(post -> post.told().outcome() == Outcome.UNKNOWN)
                        .filter(post -> post.told().answer().orElseThrow().status() == 502)
                        .map(post -> requestId(post.told()).orElseThrow())
                        .toList());
    }

    private static boolean isUnsafe(JsonNode letter) {
        return letter.get("reason").asText().equals("outcome-unknown")
                && letter.path("method").asText().equals("POST")
                && letter.path("target").asText().startsWith(Call.TARGET);
    }

    /** Asks for all that was answered with a key, and for what became of all that was accepted to be done later. */
    private void askAgain() {
        Queue<KeyedUser> users = new ConcurrentLinkedQueue<>(traffic.made().keySet());
        Queue<Once> later = new ConcurrentLinkedQueue<>(traffic.laterUsers());
        later.removeIf(user -> user.told().outcome() != Outcome.ANSWERED);
        try (Clients clients = new Clients()) {
            clients.start(CLIENTS, new Random(), (number, random) -> {
                try (RecordingClient one = client(number);
                        RecordingClient other = client(number + 1)) {
                    for (KeyedUser user = users.poll(); user != null; user = users.poll()) {
                        toldAgain.put(user, user.makeBy(one));
                    }
                    for (Once accepted = later.poll(); accepted != null; accepted = later.poll()) {
                        ends.put(accepted.name(), end(accepted, one, other));
                    }
                }
            });
            clients.end();
        }
    }

    /** What became of an asynchronous request, which both proxies have to tell alike. */
    private static Told end(Once accepted, RecordingClient one, RecordingClient other) {
        String location =
                accepted.told().answer().orElseThrow().value("location").orElseThrow();
        byte[] get =
                RawRequest.get(location).field("Authorization", Tokens.admin()).bytes();
        Told end = Await.value(
                ENDED,
                location + " has an answer",
                () -> Optional.of(look(one, get, accepted))
                        .filter(told -> told.answer()
                                .filter(answer -> answer.status() != 202)
                                .isPresent()));
        assertThat(look(other, get, accepted).answer().orElseThrow().text())
                .isEqualTo(end.answer().orElseThrow().text());
        return end;
    }

    private static Told look(RecordingClient client, byte[] get, Once accepted) {
        return client.send("status", get, answer -> answer.status() == 202 || Users.isMade(answer, accepted.name()));
    }

    private RecordingClient client(int first) {
        return new RecordingClient(List.of(platform.proxy(1), platform.proxy(2)), first, again);
    }

    private static long least(Outcome told) {
        return told == Outcome.ANSWERED ? 1 : 0;
    }

    /** What is refused was not done; what is unknown may have been; nothing is done twice. */
    private static long most(Outcome told) {
        return told == Outcome.REFUSED ? 0 : 1;
    }

    private static Optional<String> requestId(Told told) {
        return told.answer()
                .map(answer -> told.outcome() == Outcome.ANSWERED
                        ? answer.echoed().requestId()
                        : answer.json().path("instance").asText().replaceFirst("urn:uuid:", ""));
    }

    private static long rows(Map<String, List<Long>> stored, String name) {
        return stored.getOrDefault(name, List.of()).size();
    }
}
