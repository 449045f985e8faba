package io.pullway.load;

/** What a process does in a measurement. */
enum Role {
    NATS("NATS"),
    PROXY("proxy"),
    WORKER("worker"),
    CLIENT("client");

    private final String title;

    Role(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
