package io.pullway.load;

/** Tells people how far it is, on standard error: the result alone stands on standard output. */
final class Progress {
    void say(String line) {
        System.err.println(line);
    }
}
