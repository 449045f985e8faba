package io.pullway.server.test;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.PresenceReport;
import io.pullway.wire.ResponseEnvelope;
import io.pullway.wire.ResponseEnvelope.Outcome;
import io.pullway.wire.Subjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A service made by hand, which shows what was asked of it; what it answers stands in the path. */
final class AnsweringService implements AutoCloseable {
    /** @param messageId of the NATS message */
    record Asked(HttpRequestMessage request, String messageId) {}

    private final Connection connection = WireClient.connect();
    private final ScheduledExecutorService announcer = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean there = true;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    AnsweringService() {
        connection.createDispatcher().subscribe("http.answering.>", this::received);
        announcer.scheduleAtFixedRate(
                () -> {
                    if (there) {
                        announce(false);
                    }
                },
                0,
                1,
                TimeUnit.SECONDS);
    }

    List<Asked> asked() {
        return asked;
    }

    /** Those of this target, in order. */
    List<Asked> asked(String target) {
        return asked.stream()
                .filter(one -> one.request().target().equals(target))
                .toList();
    }

    /** Whether an instance says every second that it is there; one that goes says that, too. */
    void isThere(boolean there) {
        this.there = there;
        announce(!there);
    }

    private void announce(boolean draining) {
        PresenceReport report = new PresenceReport(
                "answering-service", "hand", new PresenceReport.Work(1, 0, 0, 0, 0), List.of(), draining, null, null);
        connection.publish(Subjects.presence("answering", "hand"), report.encode());
    }

    private void received(Message message) {
        try {
            HttpRequestMessage request = HttpRequestMessage.decode(message.getData());
            asked.add(new Asked(request, message.getHeaders().getFirst("Nats-Msg-Id")));
            String name = request.target().replaceFirst("^/answering/", "").replaceFirst("[?].*", "");
            switch (name) {
                case "silent" -> {}
                case "unknown" -> answer(request, Outcome.OUTCOME_UNKNOWN, 502, "");
                case "teapot" -> answer(request, null, 418, "short and stout");
                case "nothing" -> answer(request, null, 204, "");
                case "things" -> answer(request, null, 200, "{\"answer\":\"made\"}");
                default -> answer(request, null, 200, "hello " + name);
            }
        } catch (MalformedMessageException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private void answer(HttpRequestMessage request, Outcome outcome, int status, String text)
            throws MalformedMessageException {
        ResponseEnvelope envelope = new ResponseEnvelope(request.envelope().requestId(), "hand", 0, outcome);
        FieldLines fields = new FieldLines()
                .add("content-type", text.startsWith("{") ? "application/json" : "text/plain")
                .add("x-told", "yes");
        Body body = Body.of(text.getBytes(StandardCharsets.UTF_8));
        connection.publish(
                request.envelope().replyTo(), new HttpResponseMessage(envelope, status, fields, body).encode());
    }

    @Override
    public void close() {
        announcer.shutdownNow();
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
