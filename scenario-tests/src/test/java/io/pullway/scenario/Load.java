package io.pullway.scenario;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Clients that send one request after the other, each on a connection of its own, and keep what became of
 * them. Nothing is sent twice, and a client whose connection ends stops there. Any thread may call any
 * method.
 */
final class Load implements AutoCloseable {
    private final List<Thread> clients = new ArrayList<>();
    private final Queue<Result> results = new ConcurrentLinkedQueue<>();
    private final AtomicLong left;
    private final Duration pause;

    private Load(long total, Duration pause) {
        this.left = new AtomicLong(total);
        this.pause = pause;
    }

    /** So many calls in all, by so many clients spread evenly over the proxies; returns when all have ended. */
    static List<Result> run(List<Program> proxies, int clients, long total, Supplier<Call> calls) {
        try (Load load = new Load(total, Duration.ZERO)) {
            load.start(proxies, clients, calls);
            return load.join();
        }
    }

    /** All of these calls at the same time; returns at once. */
    static Load of(Program proxy, List<Call> calls) {
        Load load = new Load(calls.size(), Duration.ZERO);
        Queue<Call> queue = new ConcurrentLinkedQueue<>(calls);
        load.start(List.of(proxy), calls.size(), queue::remove);
        return load;
    }

    /** Goes on until {@link #stop()}. @param pause of a client after each answer */
    static Load start(List<Program> proxies, int clients, Duration pause, Supplier<Call> calls) {
        Load load = new Load(Long.MAX_VALUE, pause);
        load.start(proxies, clients, calls);
        return load;
    }

    /** What has ended so far, in this order. */
    List<Result> soFar() {
        return List.copyOf(results);
    }

    /** Sends nothing more; returns everything once the last answer is there. */
    List<Result> stop() {
        left.set(0);
        return join();
    }

    /** Everything, once the last answer is there. */
    List<Result> join() {
        try {
            for (Thread client : clients) {
                client.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while requests were under way", e);
        }
        return soFar();
    }

    /** Breaks off whatever is under way. */
    @Override
    public void close() {
        left.set(0);
        clients.forEach(Thread::interrupt);
    }

    private void start(List<Program> proxies, int count, Supplier<Call> calls) {
        for (int i = 0; i < count; i++) {
            Program proxy = proxies.get(i % proxies.size());
            // Spread over the pause, so that they offer a rate, and not all of it in one moment.
            Duration later = pause.multipliedBy(i).dividedBy(count);
            clients.add(Thread.ofVirtual().name("client-" + i).start(() -> {
                LockSupport.parkNanos(later.toNanos());
                send(proxy, calls);
            }));
        }
    }

    private void send(Program proxy, Supplier<Call> calls) {
        Call call = null;
        long start = System.nanoTime();
        try (RawHttp connection = RawHttp.connect(proxy)) {
            while (left.getAndDecrement() > 0) {
                call = calls.get();
                start = System.nanoTime();
                RawAnswer answer = connection.send(call.bytes()).readFinal(false);
                add(call, Result.ending(call, answer), start);
                LockSupport.parkNanos(pause.toNanos());
            }
        } catch (UncheckedIOException e) {
            add(call, new Result.Broken(e.getMessage()), start);
        }
    }

    private void add(Call call, Result.Ending ending, long start) {
        results.add(new Result(call, ending, Duration.ofNanos(System.nanoTime() - start)));
    }
}
