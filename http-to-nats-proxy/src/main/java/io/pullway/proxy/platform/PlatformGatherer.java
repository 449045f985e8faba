package io.pullway.proxy.platform;

import io.nats.client.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Makes pictures of the platform, of who was heard and of what JetStream says. Used by one thread. */
public final class PlatformGatherer implements Supplier<byte[]> {
    private static final Logger LOG = Logger.getLogger(PlatformGatherer.class);

    private final Picture.Teller teller;
    private final Roster roster;
    private final QueueReader reader;
    private Queues last = Queues.UNKNOWN;
    private long lastNanos = System.nanoTime();
    private boolean troubled;

    /**
     * @param proxy the token of this one
     * @param tryPath where viewers may send requests to see what happens; null for nowhere
     * @param connection null before there is one
     */
    public PlatformGatherer(String proxy, String tryPath, Roster roster, Supplier<Connection> connection) {
        this.teller = new Picture.Teller(proxy, tryPath);
        this.roster = roster;
        this.reader = new QueueReader(connection);
    }

    /** One picture as JSON, in one line. Blocks, for a few seconds at most. */
    @Override
    public byte[] get() {
        boolean connected = readQueues();
        long ageMillis = Duration.ofNanos(System.nanoTime() - lastNanos).toMillis();
        return Picture.of(teller, new Picture.Condition(connected, ageMillis), roster.all(), last)
                .json();
    }

    private boolean readQueues() {
        try {
            last = reader.read();
            lastNanos = System.nanoTime();
            troubled = false;
            return true;
        } catch (IOException e) {
            if (!troubled) {
                troubled = true;
                LOG.warnf("event=queues-not-read reason=\"%s\"", e.getMessage());
            }
            return false;
        }
    }
}
