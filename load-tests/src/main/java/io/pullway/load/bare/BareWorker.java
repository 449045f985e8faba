package io.pullway.load.bare;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.pullway.load.figures.Sample;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.ResponseEnvelope;
import java.io.IOException;

/**
 * The worker behind our proxy with nothing of our server in it: pulls, reads the request by the wire contract, answers,
 * acknowledges. It checks and watches nothing (clock, redelivery, heartbeats). Arguments: NATS server, stream, credit.
 */
public final class BareWorker {
    private static final FieldLines FIELDS = new FieldLines().add("content-type", "application/json");

    private BareWorker() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Connection connection = BareProgram.connect(arguments[0], "bare-worker");
        Body answer = Body.of(Sample.bytes());
        CreditPull.start(
                connection, arguments[1], Integer.parseInt(arguments[2]), message -> work(connection, message, answer));
        BareProgram.readyUntilInputEnds();
    }

    private static void work(Connection connection, Message message, Body answer) {
        try {
            RequestEnvelope request =
                    HttpRequestMessage.decode(message.getData()).envelope();
            ResponseEnvelope envelope = new ResponseEnvelope(request.requestId(), "bare", 0, null);
            connection.publish(request.replyTo(), new HttpResponseMessage(envelope, 200, FIELDS, answer).encode());
            message.ack();
        } catch (MalformedMessageException e) {
            throw BareProgram.fatal("Not a request of the wire contract: " + e.getMessage());
        }
    }
}
