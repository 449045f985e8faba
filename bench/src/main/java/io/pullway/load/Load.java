package io.pullway.load;

import io.pullway.load.figures.LoadResult;

/** A load generator. */
interface Load {
    /** Begins to send, with so many requests under way for so long; returns at once. */
    Running start(int inFlight, int seconds);

    /** A load that is being sent. */
    interface Running {
        /** Of the process that sends it. */
        long pid();

        /** Waits for its end. */
        LoadResult await();
    }
}
