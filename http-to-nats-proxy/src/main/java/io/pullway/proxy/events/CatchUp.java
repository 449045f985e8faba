package io.pullway.proxy.events;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongPredicate;

/**
 * Gives one reader what its feed does not have at hand any more, as fast as the reader takes it. That goes in turns: only
 * while it has one, it has a consumer and events in its hands, and whoever takes long or much waits for the next one. Has
 * a virtual thread of its own.
 */
final class CatchUp implements EventPull.Sink {
    /** So many events are in its hands. */
    private static final int BATCH = 32;

    /** So many events are given in one turn. */
    private static final int TURN = 1_024;

    /** So long a turn waits for a reader that is slow. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final EventPull.Source source;
    private final Turns turns;
    private final EventReader reader;
    private final LongPredicate attach;
    private long after;
    private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);
    private EventPull turn;
    private int given;
    private boolean attached;

    private CatchUp(EventPull.Source source, Turns turns, EventReader reader, long after, LongPredicate attach) {
        this.source = source;
        this.turns = turns;
        this.reader = reader;
        this.after = after;
        this.attach = attach;
    }

    /**
     * @param turns for one of which it waits
     * @param after the last event that the reader has
     * @param attach asked when there are no more events after this one: adds the reader to its feed, or says false if
     *     that goes on later
     */
    static void start(EventPull.Source source, Turns turns, EventReader reader, long after, LongPredicate attach) {
        CatchUp catchUp = new CatchUp(source, turns, reader, after, attach);
        Thread.ofVirtual().name("catch-up-" + source.filter()).start(catchUp::run);
    }

    private void run() {
        try {
            while (!attached && !reader.isOver()) {
                turns.free().acquire();
                try {
                    given = 0;
                    turn = new EventPull(source, after, BATCH, this);
                    turn.run();
                } finally {
                    turns.free().release();
                }
                room.get(turns.patience().toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (TimeoutException e) {
            reader.loop().execute(() -> reader.cut("too-slow"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("room is never refused", e);
        }
    }

    @Override
    public void begins(long pending) {
        if (pending == 0) {
            attach();
        }
    }

    @Override
    public void takes(Event event, long pending) throws InterruptedException {
        room = reader.give(event);
        after = event.sequence();
        given++;
        if (!hasRoomSoon() || given == TURN) {
            turn.close();
        } else if (pending == 0) {
            attach();
        }
    }

    @Override
    public void passes(long sequence) {
        after = sequence;
        attach();
    }

    @Override
    public void jumps(long now) {
        reader.loop().execute(() -> reader.cut("unavailable"));
    }

    @Override
    public boolean isOver() {
        return reader.isOver();
    }

    private void attach() {
        if (attach.test(after)) {
            attached = true;
            turn.close();
        }
    }

    private boolean hasRoomSoon() throws InterruptedException {
        try {
            room.get(SOON.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("room is never refused", e);
        }
    }
}
