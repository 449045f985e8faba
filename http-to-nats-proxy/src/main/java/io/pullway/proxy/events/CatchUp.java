package io.pullway.proxy.events;

import io.nats.client.Connection;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/** Gives one reader what its feed does not have at hand any more, as fast as the reader takes it. */
final class CatchUp implements EventPull.Sink {
    private final EventReader reader;
    private final long after;
    private final LongPredicate attach;
    private EventPull missed;

    private CatchUp(EventReader reader, long after, LongPredicate attach) {
        this.reader = reader;
        this.after = after;
        this.attach = attach;
    }

    /**
     * @param after the last event that the reader has
     * @param attach asked when there are no more events after this one: adds the reader to its feed, or says false if
     *     that goes on later
     */
    static void start(
            Supplier<Connection> connection,
            EventPull.Source source,
            EventReader reader,
            long after,
            LongPredicate attach) {
        CatchUp catchUp = new CatchUp(reader, after, attach);
        catchUp.missed = new EventPull(connection, source, after, catchUp);
        catchUp.missed.start();
    }

    @Override
    public void begins(long pending) {
        if (pending == 0 && attach.test(after)) {
            missed.close();
        }
    }

    @Override
    public void takes(Event event, long pending) throws InterruptedException {
        if (!reader.offerAndWait(event) || pending == 0 && attach.test(event.sequence())) {
            missed.close();
        }
    }

    @Override
    public void jumps(long now) {
        reader.loop().execute(() -> reader.cut("unavailable"));
    }

    @Override
    public boolean isOver() {
        return reader.isOver();
    }
}
