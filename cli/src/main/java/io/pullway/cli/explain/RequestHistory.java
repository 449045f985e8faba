package io.pullway.cli.explain;

import io.pullway.cli.letters.LetterBox;
import io.pullway.cli.status.NatsView;
import io.pullway.cli.status.PlatformStatus;
import io.pullway.cli.status.QueueStatus;
import io.pullway.cli.streams.RefusedException;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.Subjects;
import io.pullway.wire.letters.StoredLetter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts together what streams, records, dead letters and presence say of one request. Used by one thread, once. */
public final class RequestHistory {
    private final NatsView nats;
    private final RequestName name;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final List<String> commands = new ArrayList<>();
    private final List<String> notLookedAt = new ArrayList<>();
    private List<StoredLetter> letters = List.of();
    private String now = Explanation.NO_TRACE;

    public RequestHistory(NatsView nats, RequestName name) {
        this.nats = nats;
        this.name = name;
    }

    /** @param limit how many messages of queues are read at most */
    public Explanation explain(long limit) throws InterruptedException {
        if (name.made() != null) {
            steps.add(new Step(name.made(), "its id was made, by the clock of the proxy (or service) that sent it"));
        }
        try {
            letters();
            queues(limit);
            record();
        } catch (RefusedException e) {
            notLookedAt.add(e.getMessage());
        }
        if (now.equals(Explanation.NO_TRACE) && !notLookedAt.isEmpty()) {
            unknown.add("No trace of it where could be looked; not everything could be.");
        } else if (now.equals(Explanation.NO_TRACE)) {
            noTrace();
        }
        return new Explanation(
                name.id().text(),
                now,
                List.copyOf(steps),
                letters,
                new Explanation.Hints(List.copyOf(unknown), List.copyOf(commands), List.copyOf(notLookedAt)));
    }

    private void letters() throws InterruptedException {
        try {
            letters = new LetterBox(nats.connection(), nats.timeout(), nats::lastError).of(name.id());
        } catch (RefusedException e) {
            notLookedAt.add("dead letters: " + e.getMessage());
        }
        for (StoredLetter letter : letters) {
            now = "buried";
            steps.add(new Step(
                    letter.buried(),
                    "was buried after " + letter.letter().origin().deliveries() + " deliveries: "
                            + letter.letter().reason()));
        }
        if (!letters.isEmpty()) {
            commands.add("scripts/pullway dead-letters redrive " + name.id());
        }
    }

    private void queues(long limit) throws RefusedException, InterruptedException {
        QueueSearch search = new QueueSearch(nats, name, limit);
        search.run();
        notLookedAt.addAll(search.notLookedAt());
        for (QueuedRequest queued : search.found()) {
            stored(queued);
            where(queued);
        }
    }

    private void stored(QueuedRequest queued) {
        Optional<HttpRequestMessage> request = queued.request();
        String what = request.map(message -> message.method() + " " + message.target() + " ")
                .orElse("");
        String from = request.map(message -> message.envelope().replyTo())
                .map(reply -> ", for " + reply.replaceFirst("^reply\\.([^.]*)\\.([^.]*)\\..*", "$1 $2"))
                .orElse("");
        steps.add(new Step(
                queued.stored(),
                (queued.redriven() == null ? "" : "an operator sent it again as " + queued.redriven() + "; ") + what
                        + "was stored as message " + queued.place().sequence() + " of "
                        + queued.place().stream() + " (" + queued.place().subject() + ", "
                        + queued.payload().length + " bytes)" + from));
    }

    private void where(QueuedRequest queued) throws RefusedException, InterruptedException {
        PlatformStatus platform = nats.platform();
        String late = queued.deadline() != null && queued.deadline().isBefore(platform.time())
                ? "; its time was over at " + queued.deadline() + ", so whoever gets it does not start it"
                : queued.deadline() == null ? "" : "; it may be started until " + queued.deadline();
        if (queued.handedOut()) {
            now = "handed-out";
            steps.add(new Step(platform.time(), "is handed out to an instance and not acknowledged yet" + late));
            unknown.add("Which instance has it, and how often it was handed out, NATS does not tell. There are: "
                    + instances(Subjects.resource(queued.place().subject()), platform) + ".");
        } else {
            now = "waiting";
            steps.add(new Step(
                    platform.time(),
                    "waits, behind " + queued.before() + " messages at most; there are: "
                            + instances(Subjects.resource(queued.place().subject()), platform) + late));
        }
        commands.add("cluster-logs " + queued.place().stream() + " | grep " + name.id());
    }

    private void record() throws RefusedException, InterruptedException {
        Optional<KeptRecord> found = KeptRecord.find(nats, name);
        if (found.isEmpty()) {
            return;
        }
        KeptRecord kept = found.get();
        now = switch (kept.state()) {
            case CLAIM, STARTED ->
                now.equals(Explanation.NO_TRACE) ? kept.state().token() : now;
            case ANSWER -> "answered";
            case OUTCOME -> kept.message().response().envelope().outcome().token();
            case RELEASED -> "released";
        };
        String until = kept.until() == null ? "" : "; this is kept until " + kept.until();
        steps.add(new Step(kept.stored(), kept.sentence() + until));
        unknown.add("Of its record in " + kept.stream()
                + " only the newest state is kept: when it was claimed and started" + " before that is not known.");
        if (kept.state().isPending()) {
            unknown.add("Who can work on " + kept.resource() + " now: " + instances(kept.resource(), nats.platform())
                    + ".");
        }
    }

    private String instances(String resource, PlatformStatus platform) {
        if (nats.isDenied(Subjects.allPresence())) {
            return "(this user may not hear who is there)";
        }
        String present = platform.queues().stream()
                .filter(queue -> queue.resources().contains(resource))
                .flatMap((QueueStatus queue) -> platform.of(queue).stream())
                .map(instance -> instance.report().instance() + " ("
                        + instance.report().work().running() + " of "
                        + instance.report().work().slots() + " slots busy)")
                .collect(Collectors.joining(", "));
        return present.isEmpty() ? "no instances" : present;
    }

    private void noTrace() {
        if (name.isKeyed()) {
            unknown.add(
                    "It is a request with an Idempotency-Key, and has no record: its answer is older than 24 h and was"
                            + " removed, or it ended without effect more than a minute ago, or it never came.");
        } else {
            unknown.add("A plain request leaves no trace in NATS once it was answered, was told to be too late, or was"
                    + " refused: its message is removed. An id that was never used looks the same.");
        }
        Instant made = name.made();
        unknown.add("Logs have it: request=" + name.id() + " in the platform's own lines, mdc.requestId in JSON"
                + (made == null ? "" : ", from " + Instant.ofEpochMilli(made.toEpochMilli()) + " on")
                + "; and where traces are on, the trace of that minute.");
        commands.add("cluster-logs | grep " + name.id());
    }
}
