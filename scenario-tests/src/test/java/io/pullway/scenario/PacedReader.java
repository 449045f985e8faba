package io.pullway.scenario;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

/** Lines of server-sent events, taken one by one, and none while it pauses. Safe for all threads. */
final class PacedReader implements Flow.Subscriber<String> {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private Flow.Subscription subscription;
    private volatile HttpClient.Version version;
    private boolean paused;
    private boolean waiting;
    private volatile boolean ended;

    private PacedReader() {}

    /** Begins to read; what it is told when it may not is read as well. */
    static PacedReader of(HttpClient client, URI events) {
        PacedReader reader = new PacedReader();
        client.sendAsync(HttpRequest.newBuilder(events).build(), answer -> {
            reader.version = answer.version();
            return BodySubscribers.fromLineSubscriber(reader);
        });
        return reader;
    }

    /** Of HTTP; null before the answer begins. */
    HttpClient.Version version() {
        return version;
    }

    /** What it has taken. */
    List<String> lines() {
        return lines;
    }

    /** The data of the events. */
    List<String> data() {
        return lines.stream()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .toList();
    }

    /** Takes one more line at most. */
    synchronized void pause() {
        paused = true;
    }

    synchronized void resume() {
        paused = false;
        if (waiting) {
            waiting = false;
            subscription.request(1);
        }
    }

    /** Goes away. */
    synchronized void leave() {
        subscription.cancel();
    }

    boolean isEnded() {
        return ended;
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription begun) {
        subscription = begun;
        subscription.request(1);
    }

    @Override
    public synchronized void onNext(String line) {
        lines.add(line);
        if (paused) {
            waiting = true;
        } else {
            subscription.request(1);
        }
    }

    @Override
    public void onError(Throwable failure) {
        ended = true;
    }

    @Override
    public void onComplete() {
        ended = true;
    }
}
