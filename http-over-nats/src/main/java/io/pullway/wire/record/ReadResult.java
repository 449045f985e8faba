package io.pullway.wire.record;

/** What came of reading a record. */
public sealed interface ReadResult {

    record Found(AnswerRecord record) implements ReadResult {}

    /** There is none, or none any more. */
    record Absent() implements ReadResult {}

    /** JetStream says that no stream keeps the records of this resource. */
    record NoStream(String resource) implements ReadResult {
        /** What to do about it. */
        public String reason() {
            return "no stream keeps the answers of " + resource + "; `pullway apply k8s/base/streams` creates it";
        }
    }

    /** Nobody answered, or what the stream holds is no record. */
    record Unavailable(String reason) implements ReadResult {}
}
