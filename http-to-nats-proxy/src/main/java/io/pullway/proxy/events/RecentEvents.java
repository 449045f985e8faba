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
    private final EventMemory.Share share;
    private long floor;

    /**
     * @param share where other feeds need the memory, fewer are at hand
     * @param floor what came up to this sequence is not at hand
     */
    RecentEvents(EventMemory.Share share, long floor) {
        this.share = share;
        this.floor = floor;
    }

    /** What came up to this sequence is not at hand any more; what came later is. */
    long floor() {
        return floor;
    }

    /** @param event one that comes after all the others */
    void add(Event event) {
        while (!takes(event.frame().length)) {
            if (events.isEmpty()) {
                floor = event.sequence();
                return;
            }
            dropOldest();
        }
        events.add(event);
    }

    /** Drops what others need by now. */
    void trim() {
        while (share.isTooLarge() && !events.isEmpty()) {
            dropOldest();
        }
    }

    /** Those that are at hand of what came after this sequence. */
    List<Event> after(long sequence) {
        return events.stream().filter(event -> event.sequence() > sequence).toList();
    }

    void clear(long newFloor) {
        while (!events.isEmpty()) {
            dropOldest();
        }
        floor = newFloor;
    }

    /** From now on nothing is at hand. */
    void close() {
        events.clear();
        share.close();
    }

    private boolean takes(int bytes) {
        return events.size() < MOST && share.held() + bytes <= MOST_BYTES && share.take(bytes);
    }

    private void dropOldest() {
        Event oldest = events.remove();
        share.give(oldest.frame().length);
        floor = oldest.sequence();
    }
}
