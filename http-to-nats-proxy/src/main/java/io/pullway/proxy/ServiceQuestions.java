package io.pullway.proxy;

import io.netty.channel.SingleThreadEventLoop;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.RequestSubject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What the proxy itself asks services, by ordinary requests. Safe for all threads; never blocks. */
final class ServiceQuestions {
    /** Of a question. */
    private static final Duration BUDGET = Duration.ofSeconds(5);

    private final RequestForwarder forwarder;

    ServiceQuestions(RequestForwarder forwarder) {
        this.forwarder = forwarder;
    }

    /**
     * @param target of the {@code GET}, below the API root
     * @param fields of the request, legal ones
     * @param loop on which the answer is worked on first
     * @return completes exceptionally only if there can be no such request
     */
    CompletableFuture<Outcome> ask(String target, FieldLines fields, SingleThreadEventLoop loop) {
        if (!(RequestSubject.of(RequestKind.HTTP, "GET", target) instanceof RequestSubject.Mapped mapped)) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("no target of a service: " + target));
        }
        RequestId id = RequestId.next();
        RequestEnvelope envelope =
                new RequestEnvelope(id, forwarder.port().replyTo(mapped.resource(), id), BUDGET.toMillis(), 0);
        HttpRequestMessage message = new HttpRequestMessage(envelope, "GET", target, fields, Body.EMPTY);
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        try {
            forwarder.forward(new PendingRequest(
                    mapped.subject(),
                    mapped.resource(),
                    message,
                    message.encode(),
                    new PendingRequest.Client(loop, outcome::complete)));
        } catch (MalformedMessageException e) {
            outcome.completeExceptionally(e);
        }
        return outcome;
    }
}
