package io.pullway.rating.events;

/**
 * What came of making the averages anew.
 *
 * @param events about ratings that were read: all, or those after the checkpoint
 * @param services that have ratings, as they say
 * @param corrected services whose counts were others before
 */
public record RebuiltAverages(long events, long services, long corrected) {}
