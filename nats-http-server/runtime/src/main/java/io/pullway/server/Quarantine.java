package io.pullway.server;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import io.pullway.wire.DeadLetter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Takes messages out of the queue that jnats cannot read. Whoever is given one hears nothing more until the watch of
 * {@link io.pullway.wire.NatsLink} connects anew, and it would be given to the next one after that. It is found by
 * its bytes, not by how often it came: of what was handed out and is not finished, everything is read as data, and
 * what has no {@linkplain HeaderBlock#isLegible legible} header block is buried.
 *
 * <p>Several instances may do so at the same time: a message is kept once, and its second removal finds nothing.
 * Safe for all threads; the work is done on a virtual thread.
 */
final class Quarantine {
    private static final Logger LOG = Logger.getLogger(Quarantine.class);
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final String REASON = "no-request: its NATS headers cannot be read";

    private final Connection connection;
    private final ConsumerBinding.Both bindings;
    private final DeadLetters deadLetters;
    private final AtomicBoolean running = new AtomicBoolean();

    Quarantine(Connection connection, ConsumerBinding.Both bindings, DeadLetters deadLetters) {
        this.connection = connection;
        this.bindings = bindings;
        this.deadLetters = deadLetters;
    }

    /** To be called when the reader may have ended. Does nothing while it still works on the call before. */
    void inspect() {
        if (running.compareAndSet(false, true)) {
            Thread.ofVirtual().name("quarantine").start(() -> {
                try {
                    inspect(bindings.direct());
                    inspect(bindings.later());
                } catch (IOException | JetStreamApiException | RuntimeException e) {
                    // The next lost connection asks again; until then the worst is another one.
                    LOG.warnf("event=not-inspected reason=\"%s\"", e.getMessage());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    running.set(false);
                }
            });
        }
    }

    private void inspect(ConsumerBinding binding) throws IOException, JetStreamApiException, InterruptedException {
        ConsumerInfo info = connection.jetStreamManagement().getConsumerInfo(binding.stream(), binding.consumer());
        long sequence = info.getAckFloor().getStreamSequence() + 1;
        long last = info.getDelivered().getStreamSequence();
        while (sequence <= last) {
            JsonValue message = next(binding.stream(), sequence);
            if (message == null) {
                return;
            }
            long found = JsonValueUtils.readLong(message, "seq", last);
            if (found <= last && !HeaderBlock.isLegible(bytes(message, "hdrs"))) {
                bury(binding, found, message);
            }
            sequence = found + 1;
        }
    }

    /** The first message from this sequence on, as data; null when there is none. */
    private JsonValue next(String stream, long sequence) throws IOException, InterruptedException {
        byte[] question = ("{\"seq\":" + sequence + ",\"next_by_subj\":\">\"}").getBytes(StandardCharsets.US_ASCII);
        Message reply = connection.request("$JS.API.STREAM.MSG.GET." + stream, question, LIMIT);
        if (reply == null) {
            throw new IOException("the stream " + stream + " does not answer");
        }
        return JsonValueUtils.readObject(JsonParser.parse(reply.getData()), "message");
    }

    private void bury(ConsumerBinding binding, long sequence, JsonValue message) {
        DeadLetter.Origin origin =
                new DeadLetter.Origin(JsonValueUtils.readString(message, "subject", ""), binding.stream(), sequence, 1);
        DeadLetter letter = new DeadLetter(DeadLetter.idOf(origin), REASON, origin, bytes(message, "data"));
        deadLetters.bury(letter, new DeadLetters.Mourner() {
            @Override
            public boolean tell() {
                // Whoever wrote it is none of our callers.
                return true;
            }

            @Override
            public void end(DeadLetters.End how) {
                if (how == DeadLetters.End.REMOVED) {
                    remove(origin);
                }
            }
        });
    }

    private void remove(DeadLetter.Origin origin) {
        try {
            JetStreamManagement streams = connection.jetStreamManagement();
            streams.deleteMessage(origin.stream(), origin.sequence(), false);
        } catch (IOException | JetStreamApiException e) {
            LOG.warnf(
                    "event=not-removed stream=%s sequence=%d reason=\"%s\"",
                    origin.stream(), origin.sequence(), e.getMessage());
        }
    }

    private static byte[] bytes(JsonValue message, String name) {
        String base64 = JsonValueUtils.readString(message, name, "");
        return Base64.getDecoder().decode(base64);
    }
}
