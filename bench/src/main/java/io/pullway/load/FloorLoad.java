package io.pullway.load;

import io.pullway.load.figures.LoadResult;

/** The client of the floor, which runs all the time and is told when to send. */
record FloorLoad(OwnedProcess client) implements Load {
    @Override
    public Running start(int inFlight, int seconds) {
        client.say(inFlight + " " + seconds * 1_000L);
        return new Running() {
            @Override
            public long pid() {
                return client.pid();
            }

            @Override
            public LoadResult await() {
                return LoadResult.parse(client.hear());
            }
        };
    }
}
