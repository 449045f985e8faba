package io.pullway.proxy.events;

import java.nio.charset.StandardCharsets;

/**
 * An event as readers get it.
 *
 * @param sequence in its stream: the id that a reader names to go on after it
 * @param frame its lines as a server-sent event (WHATWG HTML section 9.2.6), not to be changed
 */
record Event(long sequence, byte[] frame) {
    /**
     * One after which nobody goes on elsewhere: its readers are told no id.
     *
     * @param sequence rises from one to the next that a reader gets
     * @param payload UTF-8, in one line
     */
    static Event unnumbered(long sequence, byte[] payload) {
        byte[] frame =
                ("data: " + new String(payload, StandardCharsets.UTF_8) + "\n\n").getBytes(StandardCharsets.UTF_8);
        return new Event(sequence, frame);
    }

    /** @param payload UTF-8; line ends in it are told as such */
    static Event of(long sequence, byte[] payload) {
        StringBuilder frame = new StringBuilder(payload.length + 40);
        frame.append("id: ").append(sequence).append('\n');
        for (String line : new String(payload, StandardCharsets.UTF_8).split("\r\n|\n|\r", -1)) {
            frame.append("data: ").append(line).append('\n');
        }
        return new Event(sequence, frame.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }
}
