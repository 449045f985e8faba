package io.pullway.scenario;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Many readers of one topic at one proxy, each on a connection of its own and none with a thread. What they hear is counted,
 * not kept. Any thread may call any method.
 */
final class Audience implements AutoCloseable {
    private static final int SEATED_AT_A_TIME = 64;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final List<Seat> seats;

    private Audience(int size) {
        seats = IntStream.range(0, size).mapToObj(Seat::new).toList();
    }

    /** Returns when all of them listen. @throws AssertionError if one is not let in */
    static Audience of(Endpoint proxy, String topic, int size) {
        Audience audience = new Audience(size);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + proxy.port() + "/api/-/events?topic=" + topic))
                .timeout(LIMIT)
                .build();
        Semaphore free = new Semaphore(SEATED_AT_A_TIME);
        for (Seat seat : audience.seats) {
            free.acquireUninterruptibly();
            seat.seated.whenComplete((seated, failure) -> free.release());
            seat.take(audience.client, request);
        }
        CompletableFuture.allOf(audience.seats.stream().map(seat -> seat.seated).toArray(CompletableFuture[]::new))
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
        return audience;
    }

    /** Whether each has heard at least so many events. */
    boolean hasHeard(long events) {
        return seats.stream().allMatch(seat -> seat.heard >= events);
    }

    /** How many events each heard, and of which ids in which order: one element if all heard the same. */
    List<String> heard() {
        return seats.stream()
                .map(seat -> seat.heard + " events, ids " + Integer.toHexString(seat.digest))
                .distinct()
                .toList();
    }

    /** What went wrong for whom: an event out of order or told twice, a gap, an end. */
    List<String> troubles() {
        return seats.stream().map(seat -> seat.trouble).filter(Objects::nonNull).toList();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    /** One reader. Its lines come one after the other. */
    private static final class Seat implements Flow.Subscriber<String> {
        private final int number;
        private final CompletableFuture<Void> seated = new CompletableFuture<>();
        private long id;
        private volatile long heard;
        private volatile int digest;
        private volatile String trouble;

        Seat(int number) {
            this.number = number;
        }

        void take(HttpClient client, HttpRequest request) {
            client.sendAsync(request, answer -> {
                        if (answer.statusCode() != 200) {
                            fail("is answered " + answer.statusCode() + " "
                                    + answer.headers().map().getOrDefault("proxy-status", List.of()));
                        }
                        return BodySubscribers.fromLineSubscriber(this);
                    })
                    .exceptionally(failure -> {
                        fail(failure.toString());
                        return null;
                    });
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        /** A proxy says first where a reader begins: an id without an event. */
        @Override
        public void onNext(String line) {
            if (line.startsWith("id: ")) {
                long next = Long.parseLong(line.substring("id: ".length()));
                if (seated.isDone() && next <= id) {
                    fail("hears " + next + " after " + id);
                }
                id = next;
                seated.complete(null);
            } else if (line.startsWith("data: ")) {
                digest = 31 * digest + Long.hashCode(id);
                heard = heard + 1;
            } else if (line.startsWith("event: ")) {
                fail(line);
            }
        }

        @Override
        public void onError(Throwable failure) {
            fail(failure.toString());
        }

        @Override
        public void onComplete() {
            fail("is sent away");
        }

        private void fail(String what) {
            if (trouble == null) {
                trouble = "reader " + number + ": " + what;
            }
            seated.completeExceptionally(new AssertionError(trouble));
        }
    }
}
