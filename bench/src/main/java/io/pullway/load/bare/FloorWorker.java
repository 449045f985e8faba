package io.pullway.load.bare;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.pullway.load.figures.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The worker of the floor: pulls, answers on the subject that stands in the first line of the message, then
 * acknowledges. Arguments: NATS server, stream, credit.
 */
public final class FloorWorker {
    private FloorWorker() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Connection connection = BareProgram.connect(arguments[0], "floor-worker");
        byte[] answer = Sample.bytes();
        CreditPull.start(
                connection, arguments[1], Integer.parseInt(arguments[2]), message -> work(connection, message, answer));
        BareProgram.readyUntilInputEnds();
    }

    private static void work(Connection connection, Message message, byte[] answer) {
        connection.publish(firstLine(message.getData()), answer);
        message.ack();
    }

    private static String firstLine(byte[] data) {
        int end = 0;
        while (data[end] != '\n') {
            end++;
        }
        return new String(data, 0, end, StandardCharsets.ISO_8859_1);
    }
}
