package io.pullway.cli.doctor;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.NatsMessage;
import io.pullway.cli.status.NatsView;
import io.pullway.cli.streams.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the user of NATS may not do that the commands of {@code pullway} need: tried, each in a way that has no effect. */
public final class RightsCheck implements Check {
    private static final Duration POLL = Duration.ofMillis(20);

    /** How long after the answers to all questions a complaint about a subscription may still come. */
    private static final Duration QUIET = Duration.ofMillis(500);

    private static final String WHY = "Fails without it: pullway ";
    private static final String MEND =
            "nats-server --signal reload   # after adding it to the user, as `operator` has it in k8s/charts/nats.yaml";

    private final NatsView nats;

    public RightsCheck(NatsView nats) {
        this.nats = nats;
    }

    @Override
    public String name() {
        return "rights";
    }

    @Override
    public void look(Notes notes) throws RefusedException, InterruptedException {
        Connection connection = nats.connection();
        List<Subscription> subscriptions = new ArrayList<>();
        Map<Right, CompletableFuture<Message>> asked = new LinkedHashMap<>();
        for (Right right : Right.ALL) {
            if (right.isToPublish()) {
                asked.put(right, connection.request(message(right)));
            } else {
                subscriptions.add(connection.subscribe(right.subject()));
            }
        }
        long deadline = System.nanoTime() + nats.timeout().toNanos();
        List<Right> unanswered = new ArrayList<>();
        for (Map.Entry<Right, CompletableFuture<Message>> each : asked.entrySet()) {
            if (!isAnswered(each.getValue(), each.getKey().subject(), deadline)) {
                unanswered.add(each.getKey());
            }
        }
        unanswered.forEach(right -> judge(right, unanswered.size() == asked.size(), notes));
        // A subscription that is allowed is answered by nothing: what is not refused by now is.
        long quiet = System.nanoTime() + QUIET.toNanos();
        while (System.nanoTime() < quiet && deniedSubscriptions().isEmpty()) {
            Thread.sleep(POLL);
        }
        deniedSubscriptions().forEach(right -> missing(right, "subscribe to ", notes));
        subscriptions.forEach(Subscription::unsubscribe);
    }

    private static Message message(Right right) {
        return NatsMessage.builder()
                .subject(right.subject())
                .headers(right.subject().startsWith("$") ? null : right.headers())
                .data(right.body())
                .build();
    }

    /** False when the server refuses to take it, or says nothing until the deadline. */
    private boolean isAnswered(CompletableFuture<Message> answer, String subject, long deadline)
            throws InterruptedException {
        while (!nats.isDenied(subject) && System.nanoTime() < deadline) {
            try {
                answer.get(POLL.toNanos(), TimeUnit.NANOSECONDS);
                return true;
            } catch (ExecutionException | CancellationException taken) {
                // Nobody listens there: it was allowed to ask.
                return true;
            } catch (TimeoutException notYet) {
                continue;
            }
        }
        return false;
    }

    private void judge(Right right, boolean noneAnswered, Notes notes) {
        if (nats.isDenied(right.subject())) {
            missing(right, "publish to ", notes);
        } else if (!noneAnswered) {
            notes.notLookedAt("whether it may publish to " + right.subject() + ": nothing came back");
        } else if (right == Right.ALL.getFirst()) {
            notes.error(
                    "no answer reaches this user",
                    "It may not subscribe to the inbox of this program: no command works, and nothing more can be seen.",
                    "scripts/pullway doctor --inbox-prefix _INBOX_operator   # the prefix that this user may hear");
        }
    }

    private List<Right> deniedSubscriptions() {
        return Right.ALL.stream()
                .filter(right -> !right.isToPublish() && nats.isDenied(right.subject()))
                .toList();
    }

    private static void missing(Right right, String what, Notes notes) {
        notes.warning("this user may not " + what + right.subject(), WHY + right.neededFor() + ".", MEND);
    }
}
