package io.pullway.wire.record;

/**
 * The times of records, in milliseconds.
 *
 * @param publishAgainAfterMillis age of a claim after which who asks for it publishes its request again: its
 *     proxy may be dead
 * @param messageMillis how long after the deadline of its claim a request message may still be delivered: what
 *     {@code Nats-TTL} adds to the budget
 * @param giveUpMillis how long after that a started request without an answer is called unknown
 * @param keptMillis how long records are kept
 * @param releasedMillis how long a released one is
 */
public record RecordTimes(
        long publishAgainAfterMillis, long messageMillis, long giveUpMillis, long keptMillis, long releasedMillis) {

    /**
     * The times of the contract.
     *
     * @param deliveries of one message that are run at most
     * @param ackWaitMillis of the consumer
     */
    public static RecordTimes of(int deliveries, long ackWaitMillis) {
        return new RecordTimes(2_000, deliveries * ackWaitMillis + 60_000, 60_000, 24 * 3_600_000L, 60_000);
    }

    /** When a started request is called unknown by who reads it. */
    long unknownAt(AnswerRecord started) {
        return started.deadlineMillis() + messageMillis + giveUpMillis;
    }
}
