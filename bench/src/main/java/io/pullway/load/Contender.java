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
    ONCE("once", "bench-service"),
    /** Our proxy, the rating service: a list of 20 ratings out of PostgreSQL; only if asked for. */
    LIST("ratings", "rating-service"),
    /** The same list of the same process, over an HTTP port of its own: no proxy, no NATS. */
    OWN("ratings", "rating-service");

    /** How many entries the list has. */
    static final int LIST_LENGTH = 20;

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
                .filter(contender -> options.extras().database() || !contender.needsDatabase())
                // Some gigabytes of answers would be kept.
                .filter(contender ->
                        !contender.isKeyed() || !options.variation().isOfBody())
                .toList();
    }

    boolean needsDatabase() {
        return this == PLAIN || this == ONCE || isList();
    }

    /** Whether a list is read; else a POST is sent, with which our server has to be most careful. */
    boolean isList() {
        return this == LIST || this == OWN;
    }

    /** Below the root of whoever is asked. */
    String path() {
        return switch (this) {
            case LIST -> "/api/" + resource + "?limit=" + LIST_LENGTH;
            case OWN -> "/" + resource + "?limit=" + LIST_LENGTH;
            default -> "/api/" + resource + "?raw=1";
        };
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
