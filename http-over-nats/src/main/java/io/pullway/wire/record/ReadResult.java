package io.pullway.wire.record;

/** What came of reading a record. */
public sealed interface ReadResult {

    record Found(AnswerRecord record) implements ReadResult {}

    /** There is none, or none any more. */
    record Absent() implements ReadResult {}

    /** The stream was not there or did not answer, or what it holds is no record. */
    record Unavailable(String reason) implements ReadResult {}
}
