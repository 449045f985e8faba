package io.pullway.proxy;

import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.RecordMessage;
import io.pullway.wire.record.AnswerRecord;
import io.pullway.wire.record.RecordStore;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Hears the answer of one request, from the moment it is made: what is written on the same connection
 * afterwards comes after the subscription. Records without an answer are not worth waking up for: who waits
 * reads the record when its time has come. For one waiting thread.
 */
final class KeptWatch implements AutoCloseable {
    private final Dispatcher dispatcher;
    private final Subscription subscription;
    private final BlockingQueue<AnswerRecord> heard = new LinkedBlockingQueue<>();

    KeptWatch(Dispatcher dispatcher, String subject) {
        this.dispatcher = dispatcher;
        this.subscription = dispatcher.subscribe(subject, this::hear);
    }

    /** The next record with an answer, or null when none came in time. */
    AnswerRecord await(long millis) throws InterruptedException {
        return heard.poll(Math.max(0, millis), TimeUnit.MILLISECONDS);
    }

    private void hear(Message message) {
        if (RecordMessage.isPending(message.getData())) {
            return;
        }
        try {
            heard.add(RecordStore.heard(message));
        } catch (MalformedMessageException e) {
            // Not from the stream of answers. What counts is read at the end of the wait.
        }
    }

    @Override
    public void close() {
        try {
            dispatcher.unsubscribe(subscription);
        } catch (IllegalStateException e) {
            // The connection was closed, and all its subscriptions with it.
        }
    }
}
