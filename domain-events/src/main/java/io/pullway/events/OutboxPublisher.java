package io.pullway.events;

import io.pullway.events.Outbox.Turn;
import io.pullway.events.OutboxRow.Key;
import io.pullway.wire.Subjects;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/**
 * Tells what stands in the {@link Outbox}, on a thread of its own: at once when {@link #wake} says that something was put
 * there, and every {@code pullway.events.poll} for what an instance left behind that ended before it could tell.
 *
 * <p>Of each key one event is under way at a time. One that cannot be told, be it NATS' fault or its own, holds back those of
 * its key after it, and no others.
 *
 * <p>Made when it is first used, as filters of requests, which are there before the configuration is, have it.
 */
@ApplicationScoped
public class OutboxPublisher {
    private static final Logger LOG = Logger.getLogger(OutboxPublisher.class);

    /** Less than {@link Outbox} may hold its lock without a statement. */
    private static final Duration LONGEST_TURN = Duration.ofSeconds(8);

    /** How a turn ended, and how long it is before the next one may begin. */
    private enum After {
        NOTHING(Duration.ZERO),
        MORE(Duration.ZERO),
        /** While much happens it is told in batches, which cost PostgreSQL less. */
        ALL_TOLD(Duration.ofMillis(10)),
        FAILED(Duration.ofSeconds(1));

        private final Duration pause;

        After(Duration pause) {
            this.pause = pause;
        }
    }

    private final Outbox outbox;
    private final EventsLink link;
    private final EventsConfig config;
    private final CloudEvents events;
    private final Emitter<byte[]> channel;
    private final Semaphore signal = new Semaphore(0);
    private final Thread thread = Thread.ofVirtual().name("outbox").unstarted(this::run);

    /** Of the thread alone. */
    private final HeldBackKeys heldBack = new HeldBackKeys(System::nanoTime);

    private volatile boolean stopping;
    private String lastFailure = "";

    OutboxPublisher(
            Outbox outbox,
            EventsLink link,
            EventsConfig config,
            CloudEvents events,
            @Channel("pullway-outbox") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<byte[]> channel) {
        this.outbox = outbox;
        this.link = link;
        this.config = config;
        this.events = events;
        this.channel = channel;
    }

    /** Something may have been committed to the outbox. Any thread may call; never blocks. */
    public void wake() {
        if (signal.availablePermits() == 0) {
            signal.release();
        }
    }

    void start(@Observes StartupEvent event) {
        if (link.isEnabled()) {
            thread.start();
        }
    }

    /** After the last request has been worked on; before connections are closed. */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE + 50) ShutdownEvent event)
            throws InterruptedException {
        stopping = true;
        wake();
        if (thread.isAlive()) {
            thread.join(Duration.ofSeconds(2));
        }
    }

    private void run() {
        try {
            After last = After.NOTHING;
            while (!stopping || signal.availablePermits() > 0) {
                boolean known =
                        last == After.MORE || signal.tryAcquire(patience().toNanos(), TimeUnit.NANOSECONDS);
                signal.drainPermits();
                // What is left waits for a wake or a poll, as everything else does while there is no NATS.
                last = link.connection().isPresent() ? takeTurn(known) : After.NOTHING;
                Thread.sleep(last.pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration patience() {
        Duration poll = config.poll();
        return heldBack.isEmpty() || poll.compareTo(HeldBackKeys.SHORTEST) < 0 ? poll : HeldBackKeys.SHORTEST;
    }

    /** @param known whether something is to be told, as far as is known */
    private After takeTurn(boolean known) {
        try {
            if (!known && outbox.isEmpty()) {
                heldBack.clear();
                lastFailure = "";
                return After.NOTHING;
            }
            Turn turn = outbox.tellNext(heldBack.now(), this::tell);
            if (turn.told() == turn.found() && heldBack.isEmpty()) {
                lastFailure = "";
            }
            if (heldBack.isFull()) {
                // It begins again with the oldest.
                heldBack.clear();
                return After.FAILED;
            }
            return turn.found() == Outbox.BATCH ? After.MORE : After.ALL_TOLD;
        } catch (SQLException | RuntimeException e) {
            say(String.valueOf(e.getMessage()));
            return After.FAILED;
        }
    }

    /** In waves: the next event of each key, until there are no more, or it has taken too long. */
    private Set<Long> tell(List<OutboxRow> rows) {
        Map<Key, Queue<OutboxRow>> waiting = new LinkedHashMap<>();
        rows.forEach(row ->
                waiting.computeIfAbsent(row.key(), key -> new ArrayDeque<>()).add(row));
        Set<Long> told = new HashSet<>();
        long deadline = System.nanoTime() + LONGEST_TURN.toNanos();
        while (!waiting.isEmpty() && System.nanoTime() < deadline) {
            Map<OutboxRow, CompletableFuture<Void>> wave = new LinkedHashMap<>();
            waiting.values().forEach(queue -> wave.put(queue.peek(), publish(queue.remove())));
            for (Map.Entry<OutboxRow, CompletableFuture<Void>> sent : wave.entrySet()) {
                OutboxRow row = sent.getKey();
                if (isStored(sent.getValue())) {
                    told.add(row.position());
                    heldBack.told(row.key());
                } else {
                    waiting.remove(row.key());
                    heldBack.failed(row.key());
                }
            }
            waiting.values().removeIf(Queue::isEmpty);
        }
        return told;
    }

    /** Whatever is wrong with this event fails the future and concerns no other. */
    private CompletableFuture<Void> publish(OutboxRow row) {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        try {
            String subject = Subjects.event(row.key().resource(), row.key().key(), row.what());
            channel.send(Message.of(
                    events.write("urn:pullway:service:" + link.service(), row),
                    Metadata.of(new OutgoingEvent(row.id(), subject)),
                    () -> {
                        stored.complete(null);
                        return CompletableFuture.completedFuture(null);
                    },
                    reason -> {
                        stored.completeExceptionally(reason);
                        return CompletableFuture.completedFuture(null);
                    }));
        } catch (RuntimeException e) {
            stored.completeExceptionally(e);
        }
        return stored;
    }

    /** The connector answers within {@code pullway.events.publish-timeout}. */
    private boolean isStored(CompletableFuture<Void> stored) {
        return stored.handle((none, failure) -> {
                    if (failure != null) {
                        say(String.valueOf(failure.getMessage()));
                    }
                    return failure == null;
                })
                .join();
    }

    /** One line for a trouble, not one a second. */
    private void say(String failure) {
        if (!failure.equals(lastFailure)) {
            lastFailure = failure;
            LOG.warnf("event=events-not-told reason=\"%s\" action=\"tried again\"", failure);
        }
    }
}
