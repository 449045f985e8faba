package io.pullway.scenario;

import io.pullway.scenario.EventLog.RatingEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** Changes of ratings as those saw them who asked for them: done, and when. Any thread may call any method. */
final class AnsweredChanges {
    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();

    /**
     * One change that was answered with success.
     *
     * @param what such as {@code created}
     * @param version that it led to; what is withdrawn has none
     * @param asked by {@link System#nanoTime}, before it was sent
     * @param answered by the same clock, when the answer was there
     */
    record Change(long service, long rating, String what, long version, long asked, long answered) {}

    void add(Change change) {
        changes.add(change);
    }

    int size() {
        return changes.size();
    }

    /**
     * Where events break the order that is promised: of two changes of one service, whoever made them, of which one was asked
     * for when the other had been answered, the earlier one stands first.
     *
     * @param events in the order of their stream, each once
     * @return a sentence for each change that stands before an earlier one
     * @throws AssertionError if a change was not told at all
     */
    List<String> toldTooEarly(List<RatingEvent> events) {
        Map<String, Integer> places = new HashMap<>();
        for (RatingEvent event : events) {
            places.put(name(event.rating(), event.what(), event.version()), places.size());
        }
        List<String> sentences = new ArrayList<>();
        changes.stream()
                .collect(Collectors.groupingBy(Change::service))
                .values()
                .forEach(ofOneService -> sentences.addAll(toldTooEarly(ofOneService, places)));
        return sentences;
    }

    private static List<String> toldTooEarly(List<Change> changes, Map<String, Integer> places) {
        List<Change> asAnswered = changes.stream()
                .sorted(Comparator.comparingLong(Change::answered))
                .toList();
        List<String> sentences = new ArrayList<>();
        int answered = 0;
        Change lastTold = null;
        for (Change change :
                changes.stream().sorted(Comparator.comparingLong(Change::asked)).toList()) {
            for (; asAnswered.get(answered).answered() < change.asked(); answered++) {
                Change earlier = asAnswered.get(answered);
                if (lastTold == null || place(earlier, places) > place(lastTold, places)) {
                    lastTold = earlier;
                }
            }
            if (lastTold != null && place(change, places) < place(lastTold, places)) {
                sentences.add(change + " is told before " + lastTold);
            }
        }
        return sentences;
    }

    private static int place(Change change, Map<String, Integer> places) {
        Integer place = places.get(name(change.rating(), change.what(), change.version()));
        if (place == null) {
            throw new AssertionError("Answered and not told: " + change);
        }
        return place;
    }

    /** What is withdrawn is so once, and has the last version in its event. */
    private static String name(long rating, String what, long version) {
        return rating + " " + what + (what.equals("withdrawn") ? "" : " " + version);
    }
}
