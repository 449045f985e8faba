package io.pullway.proxy;

import io.pullway.wire.RequestId;
import java.io.IOException;

/**
 * A claimed request that somebody waits for, and what is held for it until its client was told something.
 *
 * @param id under which it has its record
 * @param watch of this id, made before anything is done for it
 */
record AskedRequest(ClaimedRequest request, RequestId id, KeptWatch watch, QueuePlace place) implements AutoCloseable {

    /** @throws IOException while there was no connection yet */
    static AskedRequest of(ClaimedForwarder.Room room, ClaimedRequest request, RequestId id) throws IOException {
        return new AskedRequest(
                request,
                id,
                room.port().watch(request.resource(), id),
                new QueuePlace(room.waits(), request.resource()));
    }

    String resource() {
        return request.resource();
    }

    /** To be called once. */
    @Override
    public void close() {
        watch.close();
        place.close();
    }
}
