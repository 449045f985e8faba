package io.pullway.corenats;

import io.netty.channel.SingleThreadEventLoop;
import io.pullway.wire.CoreConnection.Subscription;
import io.pullway.wire.CoreMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What a connection listens to, over all its sessions: each one is told everything when it opens, and every change from then
 * on.
 *
 * <p>Safe for all threads. The lock keeps the two apart, so that nothing is forgotten when a session opens.
 */
final class Subscriptions {
    private static final Logger LOG = System.getLogger(Subscriptions.class.getName());

    private final SingleThreadEventLoop loop;
    private final Map<Integer, Subscribed> all = new ConcurrentHashMap<>();

    /* Guarded by this. */
    private Session told;
    private int numbers;

    Subscriptions(SingleThreadEventLoop loop) {
        this.loop = loop;
    }

    synchronized Subscription add(String subject, Consumer<CoreMessage> handler) {
        Subscribed made = new Subscribed(++numbers, subject, handler);
        all.put(made.number, made);
        tell(made.line());
        return made;
    }

    synchronized void opened(Session session) {
        told = session;
        all.values().stream().filter(each -> !each.draining).forEach(each -> tell(each.line()));
    }

    synchronized void closed() {
        told = null;
    }

    /** Hands the message to whoever subscribed under this number. On the event loop. */
    void message(int number, CoreMessage message) {
        Subscribed addressee = all.get(number);
        if (addressee == null) {
            // Ended while it was on its way.
            return;
        }
        try {
            addressee.handler.accept(message);
        } catch (RuntimeException e) {
            // One message that its receiver fails at must not cost the connection of all others.
            LOG.log(Level.ERROR, "event=message-failed subject=" + message.subject(), e);
        }
    }

    private synchronized Session told() {
        return told;
    }

    /** A session that ends in this moment needs no word: the next one is told everything. */
    private void tell(String line) {
        if (told != null) {
            try {
                told.outgoing().line(line);
            } catch (IllegalStateException e) {
                LOG.log(Level.DEBUG, "event=nats-line-not-sent reason=\"{0}\"", e.getMessage());
            }
        }
    }

    private final class Subscribed implements Subscription {
        private final int number;
        private final String subject;
        private final Consumer<CoreMessage> handler;

        /** Guarded by the subscriptions. */
        private boolean draining;

        Subscribed(int number, String subject, Consumer<CoreMessage> handler) {
            this.number = number;
            this.subject = subject;
            this.handler = handler;
        }

        private String line() {
            return "SUB " + subject + " " + number;
        }

        @Override
        public void end() {
            synchronized (Subscriptions.this) {
                if (all.remove(number) != null && !draining) {
                    tell("UNSUB " + number);
                }
            }
        }

        @Override
        public void drain() {
            synchronized (Subscriptions.this) {
                draining = true;
                tell("UNSUB " + number);
            }
            loop.execute(() -> {
                Session current = told();
                if (current == null) {
                    end();
                } else {
                    // What the server had sent before it heard of this comes before its PONG.
                    current.ping().whenComplete((pong, lost) -> end());
                }
            });
        }
    }
}
