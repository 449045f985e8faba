package io.pullway.cli.explain;

import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfo;
import io.pullway.cli.status.NatsView;
import io.pullway.cli.status.StatusReader;
import io.pullway.cli.streams.RefusedException;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.NatsHeaders;
import io.pullway.wire.RecordEnvelope.State;
import io.pullway.wire.RecordMessage;
import io.pullway.wire.ResponseEnvelope;
import io.pullway.wire.Subjects;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The record of a keyed or asynchronous request (docs/wire-contract.md): only the newest is kept, so what it was before is
 * not known.
 *
 * @param until when it is removed; null where it does not tell
 */
record KeptRecord(String stream, String resource, Instant stored, Instant until, RecordMessage message) {
    /** @throws RefusedException when a stream cannot be read, or has something else in this place */
    static Optional<KeptRecord> find(NatsView nats, RequestName name) throws RefusedException {
        String subject = "answer." + (name.resource() == null ? "*" : name.resource()) + "."
                + name.id().text();
        for (StreamInfo stream : nats.streams()) {
            String streamName = stream.getConfiguration().getName();
            Optional<MessageInfo> found =
                    streamName.startsWith(StatusReader.ANSWERS) ? nats.next(streamName, 1, subject) : Optional.empty();
            if (found.isPresent()) {
                return Optional.of(of(streamName, found.get()));
            }
        }
        return Optional.empty();
    }

    private static KeptRecord of(String stream, MessageInfo stored) throws RefusedException {
        try {
            Instant when = stored.getTime().toInstant();
            long ttl = NatsHeaders.ttlSeconds(stored.getHeaders());
            Instant until = ttl < 0 ? null : when.plusSeconds(ttl);
            String resource = Subjects.resource(stored.getSubject());
            return new KeptRecord(stream, resource, when, until, RecordMessage.decode(stored.getData()));
        } catch (MalformedMessageException e) {
            throw new RefusedException(
                    "message " + stored.getSeq() + " of " + stream + " is no record: " + e.getMessage());
        }
    }

    State state() {
        return message.record().state();
    }

    Instant deadline() {
        return Instant.ofEpochMilli(message.record().request().deadlineMillis());
    }

    /** What it says, for people. */
    String sentence() {
        ResponseEnvelope envelope = message.response().envelope();
        String by = envelope.servedBy().isEmpty() ? "" : " by " + envelope.servedBy();
        String answer = message.response().status()
                + by
                + (envelope.queueWaitMillis() < 0
                        ? ""
                        : ", after "
                                + Duration.ofMillis(envelope.queueWaitMillis()).toMillis() + " ms in the queue");
        return switch (state()) {
            case CLAIM -> "was claimed; nobody has started it. It may be started until " + deadline();
            case STARTED ->
                "was started" + by + "; there is no answer yet"
                        + (message.record().repeatable()
                                ? ". If its instance is gone, it is run again"
                                : ". It is not run again: if its instance is gone, its outcome stays unknown");
            case ANSWER -> "was answered with " + answer;
            case OUTCOME -> "ended as " + envelope.outcome().token() + ", told with " + answer;
            case RELEASED -> "had no effect (" + answer + "): whoever sends it again starts it anew";
        };
    }
}
