package io.pullway.scenario;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.pullway.fixtures.Await;
import io.pullway.fixtures.NatsServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Hears every answer that any service instance publishes, also those that nobody waits for any more: so a
 * request that was run twice shows. Any thread may call any method.
 */
final class ReplyTap implements AutoCloseable {
    private static final String OWN = "pullway-";

    private static final String MARKER = "reply.tap.";

    private final Connection connection;
    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final AtomicInteger markers = new AtomicInteger();
    private volatile String lastMarker;

    /**
     * @param queueWait until its run began: what tells the runs of one instance apart
     * @param outcome what the server decided in place of the application; empty: the application answered
     */
    record Reply(String requestId, int status, String servedBy, String queueWait, String outcome) {
        boolean isOfApplication() {
            return outcome.isEmpty();
        }
    }

    /** Hears everything from when this returns. */
    ReplyTap(NatsServer nats) {
        connection = nats.connect();
        connection.createDispatcher(this::heard).subscribe("reply.>");
        catchUp();
    }

    /** All answers to one request that were published until now. */
    List<Reply> to(String requestId) {
        catchUp();
        return replies.stream()
                .filter(reply -> reply.requestId().equals(requestId))
                .toList();
    }

    /**
     * How often applications ran each request until now, by request id. An answer that could not be sent at once is
     * published twice, and tells of one run.
     */
    Map<String, Long> runs() {
        catchUp();
        return replies.stream()
                .filter(Reply::isOfApplication)
                .distinct()
                .collect(Collectors.groupingBy(Reply::requestId, Collectors.counting()));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void heard(Message message) {
        if (message.getSubject().startsWith(MARKER)) {
            lastMarker = message.getSubject();
            return;
        }
        List<String> head = new String(message.getData(), StandardCharsets.ISO_8859_1)
                .lines()
                .takeWhile(line -> !line.isEmpty())
                .toList();
        replies.add(new Reply(
                field(head, "request-id").orElse("none"),
                Integer.parseInt(head.getFirst().split(" ")[1]),
                field(head, "served-by").orElse("nobody"),
                field(head, "queue-wait-ms").orElse(""),
                field(head, "outcome").orElse("")));
    }

    private static Optional<String> field(List<String> head, String name) {
        String start = OWN + name + ": ";
        return head.stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst();
    }

    /** Waits until everything that NATS has passed on by now was heard. */
    private void catchUp() {
        String marker = MARKER + markers.incrementAndGet();
        connection.publish(marker, new byte[0]);
        Await.until(Duration.ofSeconds(10), "NATS passes a message on", () -> marker.equals(lastMarker));
    }
}
