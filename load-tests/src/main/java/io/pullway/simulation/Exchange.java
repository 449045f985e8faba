package io.pullway.simulation;

/**
 * One request and what became of it.
 *
 * @param sentMicros when it was sent, of the wall clock; a sender that is late itself (a busy machine) is not seen in it
 * @param kind what it asked for, without a comma
 * @param micros from then to the answer, or to the end of the sender's patience
 * @param work what the service says of it
 */
public record Exchange(long sentMicros, String kind, Outcome outcome, long micros, Work work) {
    /** The columns of {@link #csv()}. */
    public static final String HEADER = "sentMicros,kind,outcome,micros,process,startedMicros,endedMicros";

    /**
     * When a service worked on a request, of the wall clock; all 0 if it does not say so.
     *
     * @param process which instance it was
     */
    public record Work(long process, long startedMicros, long endedMicros) {
        public static final Work UNKNOWN = new Work(0, 0, 0);
    }

    String csv() {
        return sentMicros + "," + kind + "," + outcome + "," + micros + "," + work.process + "," + work.startedMicros
                + "," + work.endedMicros;
    }
}
