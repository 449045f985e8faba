package io.pullway.proxy.events;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last events of a topic, at hand for who comes back soon. Not safe for threads. */
final class RecentEvents {
    static final int MOST = 256;

    /** Of their frames together; a reader who is given them all has room for as much again. */
    static final int MOST_BYTES = EventReader.ROOM / 2;

    private final Deque<Event> events = new ArrayDeque<>();
    private int bytes;
    private long floor;

    /** @param floor what came up to this sequence is not at hand */
    RecentEvents(long floor) {
        this.floor = floor;
    }

    /** What came up to this sequence is not at hand any more; what came later is. */
    long floor() {
        return floor;
    }

    /** @param event one that comes after all the others */
    void add(Event event) {
        events.add(event);
        bytes += event.frame().length;
        while (events.size() > MOST || bytes > MOST_BYTES) {
            Event oldest = events.remove();
            bytes -= oldest.frame().length;
            floor = oldest.sequence();
        }
    }

    /** Those that are at hand of what came after this sequence. */
    List<Event> after(long sequence) {
        return events.stream().filter(event -> event.sequence() > sequence).toList();
    }

    void clear(long newFloor) {
        events.clear();
        bytes = 0;
        floor = newFloor;
    }
}
