package io.pullway.proxy;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.pullway.wire.CoreConnection;
import io.pullway.wire.Deliveries;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.NatsHeaders;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.ServerClock;
import io.pullway.wire.Subjects;
import io.pullway.wire.record.ReadResult;
import io.pullway.wire.record.RecordStore;
import io.pullway.wire.record.RecordWrite;
import io.pullway.wire.record.WriteResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;

/**
 * The proxy's side of NATS for claimed requests. Everything that asks blocks, for some seconds at most, and
 * is called on virtual threads; of the other methods see {@link JetStreamPort}.
 */
final class RecordPort {
    private static final Logger LOG = Logger.getLogger(RecordPort.class);
    private static final long CLOCK_NANOS = 30_000_000_000L;

    /** After the clock could not be read: the reading before is good meanwhile. */
    private static final long CLOCK_AGAIN_NANOS = 1_000_000_000L;

    private final ServerClock clock = new ServerClock();
    private final Set<KeptWatch> watches = ConcurrentHashMap.newKeySet();
    private final Map<String, String> streams = new ConcurrentHashMap<>();
    private volatile long clockReadNanos;
    private volatile Connection connection;
    private volatile CoreConnection requests;
    private volatile RecordStore store;

    void connected(Connection control, CoreConnection made) {
        connection = control;
        requests = made;
        store = RecordStore.ofProxy(made);
    }

    void reconnected() {
        clockReadNanos = System.nanoTime() - CLOCK_NANOS;
    }

    void disconnected() {
        RecordStore current = store;
        if (current != null) {
            current.disconnected();
        }
    }

    /** Ends the waits whose time is over; called some times a second. */
    void tick(long nowNanos) {
        watches.forEach(watch -> watch.tick(nowNanos));
    }

    /** @throws IOException while there was no connection yet */
    KeptWatch watch(String resource, RequestId id) throws IOException {
        CoreConnection current = requests;
        if (current == null) {
            throw new IOException("not connected to NATS");
        }
        return new KeptWatch(current, Subjects.kept(resource, id), watches);
    }

    ReadResult read(String resource, RequestId id) throws InterruptedException {
        RecordStore current = store;
        return current == null ? new ReadResult.Unavailable("not connected to NATS") : told(current.read(resource, id));
    }

    WriteResult write(String resource, RequestId id, RecordWrite write) throws InterruptedException {
        return told(writing(resource, id, write));
    }

    /** {@link #write} without waiting; completes as of {@link RecordStore}. */
    CompletableFuture<WriteResult> writing(String resource, RequestId id, RecordWrite write) {
        RecordStore current = store;
        return current == null
                ? CompletableFuture.completedFuture(new WriteResult.NotTaken("not connected to NATS"))
                : current.write(resource, id, write);
    }

    /** What became of a message. */
    enum Publication {
        STORED,
        /** Certainly not stored: no stream hears it at the moment. */
        NOT_TAKEN,
        /** Certainly not stored, and will not be. */
        REFUSED,
        FULL,
        UNKNOWN
    }

    /**
     * Publishes the request of a claim; again under the same claim, it is stored once. Does not wait; completes as of {@link
     * RecordStore}.
     */
    CompletableFuture<Publication> publishing(String subject, HttpRequestMessage message, RequestKind kind) {
        String messageId =
                message.envelope().requestId().text() + "." + message.envelope().claim();
        long ttl = NatsHeaders.ttlSeconds(
                message.envelope().budgetMillis(), Deliveries.of(kind), Deliveries.ACK_WAIT_MILLIS);
        RecordStore current = store;
        if (current == null) {
            return CompletableFuture.completedFuture(Publication.NOT_TAKEN);
        }
        try {
            return current.publish(subject, NatsHeaders.ofRequest(messageId, ttl), message.encode())
                    .thenApply(RecordPort::publication);
        } catch (MalformedMessageException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Publication publication(WriteResult result) {
        return switch (result) {
            case WriteResult.Written written -> Publication.STORED;
            case WriteResult.Full() -> Publication.FULL;
            case WriteResult.NotTaken notTaken -> Publication.NOT_TAKEN;
            case WriteResult.Unavailable unavailable -> Publication.REFUSED;
            default -> Publication.UNKNOWN;
        };
    }

    /**
     * The NATS server's clock, milliseconds since 1970.
     *
     * @throws IOException if it cannot be told, with a sentence that says why
     */
    long nowMillis(String resource) throws IOException, InterruptedException {
        if (!knowsTime()) {
            measure(resource);
        }
        return measuredMillis();
    }

    /** Whether {@link #measuredMillis} is as good as {@link #nowMillis}. */
    boolean knowsTime() {
        return clock.isSet() && System.nanoTime() - clockReadNanos <= CLOCK_NANOS;
    }

    /** The NATS server's clock as it was measured last, once {@link #knowsTime} was true. Does not block. */
    long measuredMillis() {
        return clock.nowNanos() / 1_000_000;
    }

    private synchronized void measure(String resource) throws IOException, InterruptedException {
        if (knowsTime()) {
            return;
        }
        try {
            clock.measure(connected(), stream(resource));
            clockReadNanos = System.nanoTime();
        } catch (IOException e) {
            if (!clock.isSet()) {
                throw e;
            }
            streams.remove(resource);
            clockReadNanos = System.nanoTime() - CLOCK_NANOS + CLOCK_AGAIN_NANOS;
            LOG.warnf("event=clock-not-read reason=\"%s\"", e.getMessage());
        }
    }

    private String stream(String resource) throws IOException {
        String known = streams.get(resource);
        if (known != null) {
            return known;
        }
        try {
            List<String> names = management().getStreamNames(Subjects.answers(resource));
            if (names.isEmpty()) {
                throw new NoStreamException(resource);
            }
            streams.put(resource, names.getFirst());
            return names.getFirst();
        } catch (JetStreamApiException e) {
            throw new IOException(e);
        } catch (IllegalStateException e) {
            throw notConnected(e);
        }
    }

    private JetStreamManagement management() throws IOException {
        return connected().jetStreamManagement();
    }

    /** @param cause of jnats, which buffers nothing while there is no connection */
    private static IOException notConnected(IllegalStateException cause) {
        return new IOException("not connected to NATS", cause);
    }

    private Connection connected() throws IOException {
        Connection current = connection;
        if (current == null || current.getStatus() != Connection.Status.CONNECTED) {
            throw new IOException("not connected to NATS");
        }
        return current;
    }

    /** Waits for what never fails. */
    static <T> T told(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the futures of the record store never fail", e);
        }
    }
}
