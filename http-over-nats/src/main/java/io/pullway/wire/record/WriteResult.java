package io.pullway.wire.record;

/** What came of writing a record. */
public sealed interface WriteResult {

    /** @param sequence of the record that is stored now */
    record Written(long sequence) implements WriteResult {}

    /** Somebody else has written meanwhile: read and decide again. Nothing was written. */
    record Conflict() implements WriteResult {}

    /** The stream of answers is full. Nothing was written. */
    record Full() implements WriteResult {}

    /** The record is larger than a message may be. Nothing was written. */
    record TooLarge() implements WriteResult {}

    /** The answer in it is not one that HTTP allows. Nothing was written. */
    record Illegal(String reason) implements WriteResult {}

    /** Nobody heard it: the stream has no leader at the moment, or NATS is away. Nothing was written. */
    record NotTaken(String reason) implements WriteResult {}

    /** The stream refused. Nothing was written. */
    record Unavailable(String reason) implements WriteResult {}

    /** It may have been written, now or later: read, after a while, and decide again. */
    record Unknown(String reason) implements WriteResult {}
}
