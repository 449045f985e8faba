package io.pullway.scenario;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.pullway.fixtures.NatsServer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Stores a second copy of every request, without the id by which JetStream would know it. */
final class Duplicator implements AutoCloseable {
    private static final String MARK = "Copy";

    private final Connection connection;
    private final Map<String, Integer> copies = new ConcurrentHashMap<>();

    Duplicator(NatsServer nats) {
        connection = nats.connect();
        connection
                .createDispatcher(this::copy)
                .subscribe("http.>")
                .subscribe("keyed.>")
                .subscribe("later.>");
    }

    /** How many it has stored, by the kind of request that the subject begins with. */
    Map<String, Integer> copies() {
        return Map.copyOf(copies);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void copy(Message request) {
        Headers headers = new Headers(request.getHeaders());
        if (headers.containsKey(MARK)) {
            return;
        }
        headers.remove("Nats-Msg-Id");
        headers.put(MARK, "yes");
        connection.publish(request.getSubject(), headers, request.getData());
        copies.merge(request.getSubject().substring(0, request.getSubject().indexOf('.')), 1, Integer::sum);
    }
}
