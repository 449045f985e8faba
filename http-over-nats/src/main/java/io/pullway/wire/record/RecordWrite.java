package io.pullway.wire.record;

import io.pullway.wire.RecordMessage;

/**
 * One change of a record, to be made only if nobody else has changed it meanwhile.
 *
 * @param record what is written
 * @param expectedSequence of the last record of this request; 0: there is none
 * @param ttlSeconds how long it is kept at most
 */
public record RecordWrite(RecordMessage record, long expectedSequence, long ttlSeconds) {}
