package io.pullway.server;

/**
 * What an instance remembers of plain requests.
 *
 * @param started unsafe ones that it started. A single NATS server writes the state of a consumer some 100 ms
 *     late; after its crash a second delivery may be counted as the first, and is recognised here
 * @param cancelled those whose clients have gone
 */
record PlainMemory(RecentIds started, RecentIds cancelled) {
    PlainMemory() {
        this(new RecentIds(), new RecentIds());
    }
}
