package io.pullway.proxy;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.RequestKind;
import io.pullway.wire.ResponseEnvelope;
import io.pullway.wire.record.AnswerRecord;
import io.pullway.wire.record.Decision;
import io.pullway.wire.record.RecordStore;
import io.pullway.wire.record.Runner;

/** An instance of the echo service, made by hand: it hears requests without a consumer and leaves their messages in the queue. */
record EchoByHand(Connection connection, RecordStore store) {
    private static final String REQUESTS = "keyed.echo.>";

    /** Answers all keyed requests from now on, as an instance for which they waited so long. */
    void serve(long queueWaitMillis) {
        connection.createDispatcher(message -> answer(message, queueWaitMillis)).subscribe(REQUESTS);
        flush();
    }

    /** Starts the next keyed request, which may be run again, and ends. It would hear also what no stream takes. */
    void startOne() {
        connection.createDispatcher(this::start).subscribe(REQUESTS).unsubscribe(REQUESTS, 1);
        flush();
    }

    private void start(Message message) {
        try {
            RequestEnvelope envelope =
                    HttpRequestMessage.decode(message.getData()).envelope();
            Runner runner = new Runner(envelope.requestId(), envelope.claim(), "nonce", true, "echo-1");
            Decision.RunAfterWriting started = (Decision.RunAfterWriting)
                    AskerView.rules(RequestKind.KEYED).runs(AnswerRecord.claimOf(envelope), runner);
            store.write(ClaimingOnNats.RESOURCE, envelope.requestId(), started.write());
        } catch (MalformedMessageException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(Message message, long queueWaitMillis) {
        try {
            HttpRequestMessage request = HttpRequestMessage.decode(message.getData());
            RequestEnvelope envelope = request.envelope();
            HttpResponseMessage answer = new HttpResponseMessage(
                    new ResponseEnvelope(envelope.requestId(), "echo-1", queueWaitMillis, null),
                    200,
                    new FieldLines(),
                    request.body());
            Runner runner = new Runner(envelope.requestId(), envelope.claim(), "nonce", false, "echo-1");
            Decision.WriteThenAck answered = (Decision.WriteThenAck)
                    AskerView.rules(RequestKind.KEYED).answered(AnswerRecord.claimOf(envelope), runner, answer);
            store.write(ClaimingOnNats.RESOURCE, envelope.requestId(), answered.write());
        } catch (MalformedMessageException e) {
            throw new IllegalStateException(e);
        }
    }

    private void flush() {
        try {
            connection.flush(ForwardingOnNats.SOON);
        } catch (Exception e) {
            throw new AssertionError("NATS does not answer", e);
        }
    }
}
