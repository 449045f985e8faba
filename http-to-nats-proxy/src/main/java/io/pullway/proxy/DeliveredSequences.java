package io.pullway.proxy;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.jboss.logging.Logger;

/**
 * Up to which sequence a stream's messages were handed to instances. Asked only when a budget is over, and
 * at most once in 100 ms for each stream, however many requests want to know. Safe for all threads.
 */
final class DeliveredSequences {
    private static final Logger LOG = Logger.getLogger(DeliveredSequences.class);
    private static final long SHARED_NANOS = 100_000_000;

    private record Question(long askedNanos, CompletableFuture<Long> answer) {}

    private final StreamQueries queries;
    private final Map<String, Question> questions = new ConcurrentHashMap<>();

    DeliveredSequences(StreamQueries queries) {
        this.queries = queries;
    }

    /** @param answer gets the sequence, or -1 if JetStream does not say; on any thread */
    void ask(String stream, LongConsumer answer) {
        long now = System.nanoTime();
        Question question = questions.compute(stream, (name, last) -> {
            if (last != null && now - last.askedNanos < SHARED_NANOS) {
                return last;
            }
            Question next = new Question(now, new CompletableFuture<>());
            Thread.ofVirtual().start(() -> next.answer.complete(read(name)));
            return next;
        });
        question.answer.thenAccept(answer::accept);
    }

    private long read(String stream) {
        try {
            return queries.deliveredSequence(stream);
        } catch (IOException e) {
            LOG.warnf("event=delivered-not-told stream=%s reason=\"%s\"", stream, e.getMessage());
            return -1;
        }
    }
}
