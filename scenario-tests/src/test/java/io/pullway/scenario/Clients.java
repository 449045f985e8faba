package io.pullway.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients that send until told to end, each on a virtual thread of its own. */
final class Clients implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> clients = new ArrayList<>();
    private volatile boolean ended;

    /** One of them. */
    interface Client {
        /**
         * Sends until {@link Clients#areEnded}.
         *
         * @param number from 0
         * @param random of this client alone
         */
        void send(int number, Random random);
    }

    /** Once. @param random decides what each client does */
    void start(int count, Random random, Client client) {
        for (int i = 0; i < count; i++) {
            int number = i;
            Random own = new Random(random.nextLong());
            clients.add(threads.submit(() -> client.send(number, own)));
        }
    }

    /** Whether they are to send nothing new. */
    boolean areEnded() {
        return ended;
    }

    /** Returns when everything that was sent has an end. */
    void end() {
        ended = true;
        try {
            for (Future<?> client : clients) {
                client.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while requests were under way", e);
        }
    }

    @Override
    public void close() {
        ended = true;
        threads.shutdownNow();
    }
}
