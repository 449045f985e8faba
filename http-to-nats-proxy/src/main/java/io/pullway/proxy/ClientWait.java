package io.pullway.proxy;

import org.jboss.logging.Logger;

/**
 * One client's wait for the outcome of a claimed request, as long as no thread follows it. It ends once: the client is told, it
 * goes, or a thread takes over. What is held for the request is closed then, by the thread if there is one. Safe for all threads.
 */
final class ClientWait {
    private static final Logger LOG = Logger.getLogger(ClientWait.class);

    private final AskedRequest asked;
    private final Client client;
    private boolean ended;
    private boolean gone;
    private boolean mayEndAtOnce;
    private Thread thread;
    private boolean mayBeLeft;

    /** Who waits. */
    interface Client {
        void tell(Outcome outcome);

        /** Follows the request on a thread of its own, which closes what is held for it. */
        Thread follow(ClaimedExchange exchange, ClaimedExchange.Step first);
    }

    ClientWait(AskedRequest asked, Client client) {
        this.asked = asked;
        this.client = client;
    }

    void tell(Outcome outcome) {
        if (end()) {
            try {
                client.tell(outcome);
            } finally {
                asked.close();
            }
        }
    }

    /** Something is wrong that nobody has thought of. */
    void failed(Throwable failure) {
        LOG.errorf(failure, "event=claimed-request-failed request=%s", asked.id());
        tell(ClaimedForwarder.failed());
    }

    /** Ends the wait of a client that has gone; what was claimed goes on. */
    synchronized void clientGone() {
        gone = true;
        if (thread != null) {
            leave();
        } else if (mayEndAtOnce) {
            endUntold();
        }
    }

    /** From now on nothing is left to be done but to listen, for which nobody has to stay. @return as {@link #endIfGone} */
    synchronized boolean mayEndAtOnce() {
        mayEndAtOnce = true;
        return endIfGone();
    }

    /** Where nothing is done yet for the client, or nothing more has to be. @return whether it has gone, so that all is over */
    synchronized boolean endIfGone() {
        if (gone) {
            endUntold();
        }
        return gone;
    }

    /** A thread goes on with this step. */
    void follow(ClaimedExchange exchange, ClaimedExchange.Step first) {
        letBeLeft();
        handOver(exchange, first);
    }

    /** The same, and makes this step to its end also if the client has gone: what was claimed is stored or released. */
    void finish(ClaimedExchange exchange, ClaimedExchange.Step first) {
        handOver(exchange, () -> {
            Outcome told = first.take();
            if (!letBeLeft()) {
                throw new InterruptedException("the client has gone");
            }
            return told;
        });
    }

    private synchronized void handOver(ClaimedExchange exchange, ClaimedExchange.Step first) {
        if (!end()) {
            return;
        }
        try {
            thread = client.follow(exchange, first);
        } catch (RuntimeException | Error e) {
            ended = false;
            failed(e);
            return;
        }
        leave();
    }

    /** From now on the thread is interrupted when the client goes. @return whether it still waits */
    private synchronized boolean letBeLeft() {
        mayBeLeft = true;
        return !gone;
    }

    private synchronized void leave() {
        if (gone && mayBeLeft) {
            thread.interrupt();
        }
    }

    private void endUntold() {
        if (end()) {
            asked.close();
        }
    }

    /** @return false if it has ended before */
    private synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }
}
