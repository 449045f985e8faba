package io.pullway.load.bare;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.pullway.load.figures.Sample;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.PresenceReport;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.ResponseEnvelope;
import io.pullway.wire.Subjects;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The worker behind our proxy with nothing of our server in it: pulls, reads the request by the wire contract, answers,
 * acknowledges, and reports that it is there. It checks and watches nothing (clock, redelivery, heartbeats). Arguments: NATS
 * server, stream, credit, resource.
 */
public final class BareWorker {
    private static final FieldLines FIELDS = new FieldLines().add("content-type", "application/json");

    private BareWorker() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Connection connection = BareProgram.connect(arguments[0], "bare-worker");
        Body answer = Body.of(Sample.bytes());
        CreditPull.start(
                connection, arguments[1], Integer.parseInt(arguments[2]), message -> work(connection, message, answer));
        reportPresence(connection, arguments[1], arguments[3]);
        BareProgram.readyUntilInputEnds();
    }

    private static void reportPresence(Connection connection, String service, String resource) {
        byte[] report = new PresenceReport(
                        service, "bare", new PresenceReport.Work(1, 0, 0, 0, 0), List.of(), false, null, null)
                .encode();
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory())
                .scheduleAtFixedRate(
                        () -> connection.publish(Subjects.presence(resource, "bare"), report),
                        0,
                        PresenceReport.INTERVAL.toMillis(),
                        TimeUnit.MILLISECONDS);
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
