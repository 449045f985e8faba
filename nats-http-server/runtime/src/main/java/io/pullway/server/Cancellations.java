package io.pullway.server;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.pullway.wire.RequestId;
import io.pullway.wire.Subjects;
import java.util.Collection;

/**
 * Hears of clients that have gone: what of theirs was not started is dropped, what runs can see it by {@link
 * RequestContext#cancelled()}. Core NATS, best effort: an instance that hears it too late, or never, runs the
 * request as if nothing had happened. Of claimed requests nobody says so: their answers are kept.
 */
final class Cancellations {
    private Cancellations() {}

    /** @param cancelled filled on a thread of jnats */
    static void remember(Connection connection, Collection<String> resources, RecentIds cancelled) {
        Dispatcher dispatcher = connection.createDispatcher();
        for (String resource : resources) {
            dispatcher.subscribe(Subjects.cancels(resource), message -> add(message, cancelled));
        }
    }

    private static void add(Message message, RecentIds cancelled) {
        RequestId id = RequestId.parse(Subjects.lastToken(message.getSubject()));
        if (id != null) {
            cancelled.add(id);
        }
    }
}
