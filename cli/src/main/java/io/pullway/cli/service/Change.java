package io.pullway.cli.service;

/**
 * A file as it is to be.
 *
 * @param file below the root of the checkout
 * @param before its content now; null where it does not exist
 */
public record Change(String file, String before, String content) {
    /** Whether there is anything to do. */
    public boolean isNeeded() {
        return !content.equals(before);
    }

    /** One line for people, of what was done or would be. */
    public String line(boolean done) {
        if (!isNeeded()) {
            return "unchanged " + file;
        }
        String verb = before == null ? "create" : "change";
        return (done ? verb + "d " : "would " + verb + " ") + file;
    }
}
