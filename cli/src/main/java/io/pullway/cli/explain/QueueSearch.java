package io.pullway.cli.explain;

import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfo;
import io.nats.client.impl.Headers;
import io.pullway.cli.status.NatsView;
import io.pullway.cli.streams.RefusedException;
import io.pullway.wire.NatsHeaders;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.Subjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks for a request in the queues of services. JetStream finds messages by subject and sequence only, and no subject of a
 * queue has an id in it: so it reads one message after the other, about 3,000 a second.
 */
final class QueueSearch {
    private final NatsView nats;
    private final RequestName name;
    private final List<QueuedRequest> found = new ArrayList<>();
    private final List<String> notLookedAt = new ArrayList<>();
    private long left;

    /** @param limit how many messages are read at most */
    QueueSearch(NatsView nats, RequestName name, long limit) {
        this.nats = nats;
        this.name = name;
        this.left = limit;
    }

    List<QueuedRequest> found() {
        return found;
    }

    List<String> notLookedAt() {
        return notLookedAt;
    }

    void run() throws RefusedException {
        for (StreamInfo stream : nats.streams()) {
            boolean mayHold = stream.getConfiguration().getSubjects().stream()
                    .anyMatch(subject -> RequestKind.ofSubject(subject) != null
                            && (name.resource() == null || name.resource().equals(Subjects.resource(subject))));
            if (mayHold) {
                search(stream.getConfiguration().getName());
            }
        }
    }

    private void search(String stream) throws RefusedException {
        Optional<MessageInfo> next = nats.next(stream, 1, ">");
        while (next.isPresent()) {
            MessageInfo message = next.get();
            if (left-- <= 0) {
                notLookedAt.add("messages " + message.getSeq() + " and later of " + stream
                        + ": enough were read; --limit reads more");
                return;
            }
            look(stream, message);
            next = nats.next(stream, message.getSeq() + 1, ">");
        }
    }

    private void look(String stream, MessageInfo message) throws RefusedException {
        Headers headers = message.getHeaders();
        RequestId id = NatsHeaders.requestId(headers);
        boolean again = headers != null && name.id().text().equals(headers.getFirst(NatsHeaders.REDRIVE_OF));
        if (!name.id().equals(id) && !again) {
            return;
        }
        long handedOut = handedOut(stream, message.getSubject());
        found.add(new QueuedRequest(
                new QueuedRequest.Place(stream, message.getSeq(), message.getSubject()),
                message.getTime().toInstant(),
                message.getData() == null ? new byte[0] : message.getData(),
                again && id != null ? id.text() : null,
                message.getSeq() <= handedOut,
                Math.max(0, message.getSeq() - handedOut - 1)));
    }

    /** The newest message that the consumer of this kind of request has handed out, by its sequence. */
    private long handedOut(String stream, String subject) throws RefusedException {
        RequestKind kind = RequestKind.ofSubject(subject);
        return nats.consumers(stream).stream()
                .filter(consumer ->
                        filters(consumer).stream().anyMatch(filter -> RequestKind.ofSubject(filter) == kind))
                .mapToLong(consumer -> consumer.getDelivered().getStreamSequence())
                .max()
                .orElse(0);
    }

    private static List<String> filters(ConsumerInfo consumer) {
        List<String> filters = consumer.getConsumerConfiguration().getFilterSubjects();
        return filters == null ? List.of() : filters;
    }
}
