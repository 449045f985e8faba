package io.pullway.load;

import java.util.Arrays;
import java.util.List;

/** What is compared. Each service has a stream of its own, made like that of echo-service. */
enum Contender {
    /** JetStream alone: a jnats client, a jnats worker. */
    FLOOR("floor"),
    /** Our proxy, a jnats worker that speaks the wire contract. */
    BARE("bare"),
    /** Our proxy, the echo service. */
    PATH("echo"),
    /** The same, and each request has an {@code Idempotency-Key} of its own: its answer is kept. */
    KEYED("echo"),
    /** Our proxy, a service that writes a row to PostgreSQL for each request; only if asked for. */
    PLAIN("plain", "bench-service"),
    /** The same, {@code @OnceOnly}: the row is written once, however often the request is delivered. */
    ONCE("once", "bench-service");

    private final String resource;
    private final String service;

    Contender(String resource) {
        this(resource, resource + "-service");
    }

    Contender(String resource, String service) {
        this.resource = resource;
        this.service = service;
    }

    /** Those of a run. */
    static List<Contender> of(BenchOptions options) {
        return Arrays.stream(values())
                .filter(contender -> options.database() || !contender.needsDatabase())
                .toList();
    }

    boolean needsDatabase() {
        return this == PLAIN || this == ONCE;
    }

    String title() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    boolean isKeyed() {
        return this == KEYED;
    }

    /** First path segment, and second token of the subject. */
    String resource() {
        return resource;
    }

    /** Name of the service, of its stream and of the consumer. */
    String service() {
        return service;
    }
}
