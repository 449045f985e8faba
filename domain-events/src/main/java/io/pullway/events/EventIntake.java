package io.pullway.events;

import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.FetchConsumeOptions;
import io.nats.client.FetchConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * The beginning of an incoming channel: pulls what a durable consumer has, on a thread of its own, no more at a time than the
 * application has room for.
 */
final class EventIntake {
    private static final Logger LOG = Logger.getLogger(EventIntake.class);

    /**
     * How many events are pulled and not settled. So few that all of them are worked on within the consumer's ack wait (30 s)
     * where each waits 3 s for a connection to a database that is away: else they would be delivered again while they queue.
     */
    static final int MOST_IN_HAND = 8;

    /** Not one by one: each pull costs a round trip. */
    private static final int LEAST_PULLED = MOST_IN_HAND / 2;

    private static final Duration EXPIRES = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** A pull without events that is over so soon was not taken or was ended: one that was stands for {@link #EXPIRES}. */
    private static final Duration ENDED_EARLY = EXPIRES.dividedBy(2);

    private final EventsLink link;
    private final String stream;
    private final String consumer;
    private final EventSettlement settlement;
    private final CloudEvents events;
    private final Semaphore free = new Semaphore(MOST_IN_HAND);
    private String lastSaid = "";

    /** @param settlement of the same consumer */
    EventIntake(EventsLink link, String stream, String consumer, EventSettlement settlement, CloudEvents events) {
        this.link = link;
        this.stream = stream;
        this.consumer = consumer;
        this.settlement = settlement;
        this.events = events;
    }

    /** Never ends by itself. For one subscriber. */
    Multi<Message<Event>> messages() {
        return Multi.createFrom()
                .emitter(
                        emitter -> {
                            if (link.isEnabled()) {
                                Thread pulling = Thread.ofVirtual()
                                        .name("events-" + consumer)
                                        .start(() -> pull(emitter));
                                emitter.onTermination(pulling::interrupt);
                            }
                        },
                        BackPressureStrategy.BUFFER);
    }

    private void pull(MultiEmitter<? super Message<Event>> emitter) {
        while (!emitter.isCancelled()) {
            boolean heard = false;
            try {
                heard = pullWhileConnected(emitter);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (JetStreamApiException e) {
                say("NATS has no stream '" + stream + "' or no consumer '" + consumer + "' (" + e.getErrorDescription()
                        + "); create them with: pullway apply k8s/base/streams");
            } catch (IOException | JetStreamStatusCheckedException | RuntimeException e) {
                say(String.valueOf(e.getMessage()));
            }
            if (!heard && !pause()) {
                return;
            }
        }
    }

    /** @return false if there was no connection, or the consumer did not take pulls */
    private boolean pullWhileConnected(MultiEmitter<? super Message<Event>> emitter)
            throws IOException, JetStreamApiException, JetStreamStatusCheckedException, InterruptedException {
        Connection connection = link.connection().orElse(null);
        if (connection == null) {
            return false;
        }
        ConsumerContext context = connection.getConsumerContext(stream, consumer);
        if (!lastSaid.isEmpty()) {
            LOG.infof("event=events-heard-again consumer=%s", consumer);
            lastSaid = "";
        }
        while (!emitter.isCancelled() && link.connection().isPresent()) {
            long started = System.nanoTime();
            boolean some = pullSome(context, emitter);
            if (!some && System.nanoTime() - started < ENDED_EARLY.toNanos()) {
                // jnats does not tell a consumer that is gone, or has no leader now, from one that has nothing.
                context.getConsumerInfo();
                return false;
            }
        }
        return true;
    }

    /** @return whether any event came */
    private boolean pullSome(ConsumerContext context, MultiEmitter<? super Message<Event>> emitter)
            throws IOException, JetStreamApiException, JetStreamStatusCheckedException, InterruptedException {
        free.acquire(LEAST_PULLED);
        int asked = LEAST_PULLED + free.drainPermits();
        int room = asked;
        FetchConsumeOptions some = FetchConsumeOptions.builder()
                .maxMessages(asked)
                .expiresIn(EXPIRES.toMillis())
                .build();
        try (FetchConsumer fetched = context.fetch(some)) {
            for (io.nats.client.Message next = fetched.nextMessage(); next != null; next = fetched.nextMessage()) {
                room--;
                give(next, emitter);
            }
            return room < asked;
        } catch (IOException | JetStreamApiException | JetStreamStatusCheckedException e) {
            throw e;
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        } finally {
            free.release(room);
        }
    }

    private void give(io.nats.client.Message message, MultiEmitter<? super Message<Event>> emitter) {
        Event event;
        try {
            event = events.read(message.getData(), message.metaData().streamSequence());
        } catch (MalformedEventException e) {
            settlement.bury(message, "no-event: " + e.getMessage());
            free.release();
            return;
        }
        emitter.emit(Message.of(
                event,
                () -> {
                    settlement.done(message);
                    free.release();
                    return CompletableFuture.completedFuture(null);
                },
                failure -> {
                    settlement.failed(message, event, failure);
                    free.release();
                    return CompletableFuture.completedFuture(null);
                }));
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void say(String trouble) {
        if (!trouble.equals(lastSaid)) {
            lastSaid = trouble;
            LOG.warnf("event=events-not-heard consumer=%s reason=\"%s\"", consumer, trouble);
        }
    }
}
