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
import io.pullway.wire.letters.Redrive;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What the proxy itself asks services, by ordinary requests. Safe for all threads; never blocks. */
final class ServiceQuestions {
    private static final Duration BUDGET = Duration.ofSeconds(5);

    /** Of what somebody waits for who has asked for it, and nothing else. */
    private static final Duration LONG_BUDGET = Redrive.BUDGET;

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
        return ask(new Question("GET", target, fields, BUDGET), loop);
    }

    /** As {@link #ask}, with {@code PUT} and the patience of a redrive. */
    CompletableFuture<Outcome> put(String target, FieldLines fields, SingleThreadEventLoop loop) {
        return ask(new Question("PUT", target, fields, LONG_BUDGET), loop);
    }

    private record Question(String method, String target, FieldLines fields, Duration budget) {}

    private CompletableFuture<Outcome> ask(Question question, SingleThreadEventLoop loop) {
        String target = question.target();
        if (!(RequestSubject.of(RequestKind.HTTP, question.method(), target) instanceof RequestSubject.Mapped mapped)) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("no target of a service: " + target));
        }
        RequestId id = RequestId.next();
        RequestEnvelope envelope = new RequestEnvelope(
                id,
                forwarder.port().replyTo(mapped.resource(), id),
                question.budget().toMillis(),
                0);
        HttpRequestMessage message =
                new HttpRequestMessage(envelope, question.method(), target, question.fields(), Body.EMPTY);
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
