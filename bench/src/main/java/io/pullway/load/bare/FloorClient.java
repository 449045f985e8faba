package io.pullway.load.bare;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.pullway.load.figures.LatencyHistogram;
import io.pullway.load.figures.LoadResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The client of the floor: keeps N requests in flight, each done when both its PubAck and its answer have come.
 *
 * <p>Arguments: NATS server, subject, bytes of a message. Reads lines {@code IN_FLIGHT MILLIS} from standard input and
 * answers each with the line of a {@link LoadResult}; ends with its input. All state of a measurement belongs to the
 * dispatcher's thread.
 */
public final class FloorClient {
    private static final byte[] STORED = "{\"stream\"".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_IN_FLIGHT = 4_096;
    private static final long MISSING_AFTER_SECONDS = 10;

    private static final byte PUB_ACK = 1;
    private static final byte ANSWER = 2;

    private final Connection connection;
    private final String subject;
    private final String inbox;
    private final String acks;
    private final String answers;
    private final byte[][] payloads = new byte[MAX_IN_FLIGHT][];
    private final String[] ackSubjects = new String[MAX_IN_FLIGHT];
    private final byte[] come = new byte[MAX_IN_FLIGHT];
    private final long[] started = new long[MAX_IN_FLIGHT];
    private final LatencyHistogram latencies = new LatencyHistogram();
    private final ArrayBlockingQueue<LoadResult> results = new ArrayBlockingQueue<>(1);
    private long begin;
    private long end;
    private int running;
    private int senders;
    private long errors;

    private FloorClient(Connection connection, String subject, int messageBytes) {
        this.connection = connection;
        this.subject = subject;
        this.inbox = connection.createInbox();
        this.acks = inbox + ".s.";
        this.answers = inbox + ".a.";
        for (int i = 0; i < MAX_IN_FLIGHT; i++) {
            ackSubjects[i] = acks + i;
            byte[] firstLine = (answers + i + "\n").getBytes(StandardCharsets.US_ASCII);
            payloads[i] = Arrays.copyOf(firstLine, Math.max(messageBytes, firstLine.length));
            Arrays.fill(payloads[i], firstLine.length, payloads[i].length, (byte) 'x');
        }
        Dispatcher dispatcher = connection.createDispatcher();
        dispatcher.subscribe(inbox + ".go", this::begin);
        dispatcher.subscribe(acks + "*", this::acknowledged);
        dispatcher.subscribe(answers + "*", this::answered);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Connection connection = BareProgram.connect(arguments[0], "floor-client");
        FloorClient client = new FloorClient(connection, arguments[1], Integer.parseInt(arguments[2]));
        System.out.println("ready");
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String question = questions.readLine(); question != null; question = questions.readLine()) {
            System.out.println(client.measure(question).line());
        }
        Runtime.getRuntime().halt(0);
    }

    private LoadResult measure(String question) throws InterruptedException {
        connection.publish(inbox + ".go", question.getBytes(StandardCharsets.US_ASCII));
        long millis = Long.parseLong(question.substring(question.indexOf(' ') + 1));
        LoadResult result = results.poll(millis + MISSING_AFTER_SECONDS * 1_000, TimeUnit.MILLISECONDS);
        if (result == null) {
            throw BareProgram.fatal("A PubAck or an answer did not come within " + MISSING_AFTER_SECONDS + " s.");
        }
        return result;
    }

    private void begin(Message message) {
        String question = new String(message.getData(), StandardCharsets.US_ASCII);
        int space = question.indexOf(' ');
        latencies.clear();
        errors = 0;
        running = Integer.parseInt(question.substring(0, space));
        senders = running;
        begin = System.nanoTime();
        end = begin + Long.parseLong(question.substring(space + 1)) * 1_000_000;
        for (int slot = 0; slot < running; slot++) {
            publish(slot, begin);
        }
    }

    private void publish(int slot, long now) {
        come[slot] = 0;
        started[slot] = now;
        connection.publish(subject, ackSubjects[slot], payloads[slot]);
    }

    private void acknowledged(Message message) {
        if (!startsWithStored(message.getData())) {
            // Not stored: no answer will come, and there is nothing to compare with any more.
            throw BareProgram.fatal(
                    "JetStream refused a message: " + new String(message.getData(), StandardCharsets.UTF_8));
        }
        come(slot(message, acks), PUB_ACK);
    }

    private void answered(Message message) {
        if (message.getData().length == 0) {
            errors++;
        }
        come(slot(message, answers), ANSWER);
    }

    private void come(int slot, byte what) {
        come[slot] |= what;
        if (come[slot] != (PUB_ACK | ANSWER)) {
            return;
        }
        long now = System.nanoTime();
        if (now - end < 0) {
            latencies.record(now - started[slot]);
            publish(slot, now);
        } else if (--running == 0) {
            results.offer(result());
        }
    }

    private LoadResult result() {
        long requests = latencies.count();
        if (requests > senders) {
            // As wrk does with its own.
            latencies.correct((end - begin) * senders / requests);
        }
        return new LoadResult(
                requests,
                (end - begin) / 1e9,
                latencies.percentileNanos(50) / 1e6,
                latencies.percentileNanos(99) / 1e6,
                errors);
    }

    private static int slot(Message message, String prefix) {
        String subject = message.getSubject();
        int slot = 0;
        for (int i = prefix.length(); i < subject.length(); i++) {
            slot = slot * 10 + subject.charAt(i) - '0';
        }
        return slot;
    }

    private static boolean startsWithStored(byte[] data) {
        return data.length > STORED.length && Arrays.equals(data, 0, STORED.length, STORED, 0, STORED.length);
    }
}
