package io.pullway.server;

import java.time.Duration;

/**
 * The stream and durable consumer that this instance pulls from; they exist, nobody here makes them.
 *
 * @param ackWait after which JetStream delivers a request again that nobody reports to be working on
 */
record ConsumerBinding(String stream, String consumer, Duration ackWait) {

    /**
     * The two consumers of a service.
     *
     * @param direct of requests whose callers wait
     * @param later of asynchronous requests
     */
    record Both(ConsumerBinding direct, ConsumerBinding later) {}
}
