package io.pullway.load;

/** What is compared. Each service has a stream of its own, made like that of echo-service. */
enum Contender {
    /** JetStream alone: a jnats client, a jnats worker. */
    FLOOR("floor"),
    /** Our proxy, a jnats worker that speaks the wire contract. */
    BARE("bare"),
    /** Our proxy, the echo service. */
    PATH("echo"),
    /** The same, and each request has an {@code Idempotency-Key} of its own: its answer is kept. */
    KEYED("echo");

    private final String resource;

    Contender(String resource) {
        this.resource = resource;
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
        return resource + "-service";
    }
}
