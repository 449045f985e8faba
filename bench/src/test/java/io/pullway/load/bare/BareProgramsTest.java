package io.pullway.load.bare;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import io.pullway.fixtures.Await;
import io.pullway.fixtures.NatsServer;
import io.pullway.load.figures.LoadResult;
import io.pullway.load.figures.Sample;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.RequestId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BareProgramsTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MESSAGE_BYTES = 600;

    private final NatsServer nats = NatsServer.started();
    private final List<Process> processes = new ArrayList<>();
    private Connection connection;
    private JetStreamManagement streams;

    @BeforeEach
    void createTheQueue() throws IOException, JetStreamApiException {
        connection = nats.connect();
        streams = connection.jetStreamManagement();
        streams.addStream(StreamConfiguration.builder()
                .name("work")
                .subjects("http.work.>")
                .retentionPolicy(RetentionPolicy.WorkQueue)
                .build());
        streams.addOrUpdateConsumer(
                "work",
                ConsumerConfiguration.builder()
                        .durable("work")
                        .ackPolicy(AckPolicy.Explicit)
                        .build());
    }

    @AfterEach
    void endEverything() throws InterruptedException {
        processes.forEach(Process::destroyForcibly);
        connection.close();
        nats.close();
    }

    @Test
    void theFloorCountsRequestsThatWereStoredWorkedOnAndAnswered() throws Exception {
        start(FloorWorker.class, "work", "16");
        Process client = start(FloorClient.class, "http.work.post", Integer.toString(MESSAGE_BYTES));
        long counted = 0;
        for (int inFlight : new int[] {1, 100}) {
            LoadResult result = ask(client, inFlight + " 300");
            assertThat(result.requests()).isPositive();
            assertThat(result.seconds()).isEqualTo(0.3);
            assertThat(result.errors()).isZero();
            assertThat(result.p50Millis()).isBetween(0.01, result.p99Millis());
            counted += result.requests();
        }
        long stored = streams.getStreamInfo("work").getStreamState().getLastSequence();
        // Those that were under way when the time was over were stored but are not counted.
        assertThat(stored).isBetween(counted, counted + 101);
        awaitEmptyQueue();
    }

    @Test
    void aFloorRequestHasTheSizeThatWasAskedFor() throws Exception {
        Subscription requests = connection.subscribe("http.work.>");
        connection.flush(LIMIT);
        start(FloorWorker.class, "work", "16");
        ask(start(FloorClient.class, "http.work.post", Integer.toString(MESSAGE_BYTES)), "1 50");
        assertThat(requests.nextMessage(LIMIT).getData()).hasSize(MESSAGE_BYTES);
    }

    @Test
    void theBareWorkerAnswersByTheWireContractAndAcknowledges() throws Exception {
        start(BareWorker.class, "work", "16", "work");
        Subscription answers = connection.subscribe("reply.>");
        connection.flush(LIMIT);
        // More than the credit, so that it has to be topped up.
        for (int i = 0; i < 50; i++) {
            RequestId id = RequestId.next();
            String replyTo = "reply.test.one.work." + id.text();
            connection.publish("http.work.post", request(id, replyTo));
            Message answer = answers.nextMessage(LIMIT);
            assertThat(answer.getSubject()).isEqualTo(replyTo);
            HttpResponseMessage decoded = HttpResponseMessage.decode(answer.getData());
            assertThat(decoded.envelope().requestId()).isEqualTo(id);
            assertThat(decoded.status()).isEqualTo(200);
            assertThat(decoded.body()).isEqualTo(Body.of(Sample.bytes()));
        }
        awaitEmptyQueue();
    }

    @Test
    void theSampleHasTheSizeThatTheDocumentationSays() {
        assertThat(Sample.bytes()).hasSize(108);
    }

    private static byte[] request(RequestId id, String replyTo) throws MalformedMessageException {
        RequestEnvelope envelope = new RequestEnvelope(id, replyTo, 30_000, 0);
        return new HttpRequestMessage(envelope, "POST", "/work", new FieldLines(), Body.of(Sample.bytes())).encode();
    }

    private void awaitEmptyQueue() {
        Await.until(LIMIT, "everything is acknowledged", () -> {
            try {
                return streams.getStreamInfo("work").getStreamState().getMsgCount() == 0;
            } catch (IOException | JetStreamApiException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static LoadResult ask(Process client, String question) throws IOException {
        client.outputWriter(StandardCharsets.US_ASCII)
                .append(question)
                .append('\n')
                .flush();
        return LoadResult.parse(client.inputReader(StandardCharsets.US_ASCII).readLine());
    }

    private Process start(Class<?> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                nats.url()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        processes.add(process);
        BufferedReader output = process.inputReader(StandardCharsets.US_ASCII);
        assertThat(output.readLine()).isEqualTo("ready");
        return process;
    }
}
