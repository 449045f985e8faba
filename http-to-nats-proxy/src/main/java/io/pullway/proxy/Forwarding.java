package io.pullway.proxy;

import io.netty.channel.SingleThreadEventLoop;
import io.pullway.proxy.identity.Caller;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.ForwardableFields;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.ProblemType;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.RequestSubject;
import io.pullway.wire.record.IdempotencyKey;
import io.pullway.wire.record.KeyedIds;
import io.pullway.wire.record.Principal;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.ContextInternal;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Makes of a request that was read what it is for the platform, plain, keyed or asynchronous, and hands it to
 * who follows it. Called on the client's event loop, where the outcome is told, too.
 */
final class Forwarding {
    private static final String IDEMPOTENCY_KEY = "idempotency-key";
    private static final int RETRY_SECONDS = 5;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration FOREVER = Duration.ofDays(1);

    private final Budgets budgets;
    private final ForwardedFields forwardedFields;
    private final RequestForwarder plain;
    private final ClaimedForwarder claimed;
    private final KeyedIds keyedIds;

    /**
     * How long a request may wait for its start.
     *
     * @param direct if the client does not say
     * @param later of an asynchronous request
     */
    record Budgets(Duration direct, Duration later) {}

    Forwarding(
            Budgets budgets,
            ForwardedFields forwardedFields,
            RequestForwarder plain,
            ClaimedForwarder claimed,
            KeyedIds keyedIds) {
        this.budgets = budgets;
        this.forwardedFields = forwardedFields;
        this.plain = plain;
        this.claimed = claimed;
        this.keyedIds = keyedIds;
    }

    /** The largest message that can be forwarded, in bytes. */
    int maxPayload() {
        return plain.port().maxPayload();
    }

    /**
     * Forwards the request. Its outcome is told once, with the id under which the platform knows it.
     *
     * @return to be run when the client goes away before
     */
    Runnable forward(Exchange exchange, ForwardedRequest read, Body body, BiConsumer<RequestId, Outcome> tell) {
        HttpServerRequest request = exchange.request();
        FieldLines fields = ForwardableFields.ofRequest(request.headers());
        forwardedFields.addTo(fields, request);
        exchange.passTraceOn(fields);
        Preferences preferences = Preferences.of(fields);
        boolean keyed = fields.first(IDEMPOTENCY_KEY) != null
                && takesKey(request.method().name());
        if (!keyed && !preferences.respondAsync()) {
            return plain(request, read, new Content(fields, body), preferences, tell);
        }
        SingleThreadEventLoop loop = loop();
        BiConsumer<RequestId, Outcome> tellOnLoop = (id, outcome) -> loop.execute(() -> tell.accept(id, outcome));
        if (preferences.respondAsync() && life(read.caller()).compareTo(SHORTEST) < 0) {
            tell.accept(read.id(), Reception.unauthorized("The token has expired."));
            return () -> {};
        }
        Principal principal = principal(read.caller(), fields);
        if (principal == null) {
            tell.accept(read.id(), whoIsIt());
            return () -> {};
        }
        List<RequestId> ids = List.of(read.id());
        if (keyed) {
            switch (IdempotencyKey.parse(fields.all(IDEMPOTENCY_KEY), principal)) {
                case IdempotencyKey.Refused(String reason) -> {
                    tell.accept(read.id(), Outcome.failed(ProblemType.BAD_KEY, reason));
                    return () -> {};
                }
                case IdempotencyKey.Valid key ->
                    ids = keyedIds.of(principal, read.mapped().resource(), key);
            }
        }
        ClaimedRequest.Http http = new ClaimedRequest.Http(
                read.mapped().resource(), request.method().name(), read.target(), fields, body);
        if (!isLegal(http, ids.getFirst())) {
            tell.accept(read.id(), badRequest("an octet that HTTP does not allow there"));
            return () -> {};
        }
        return claimed.forward(
                preferences.respondAsync()
                        ? new ClaimedRequest(ids, RequestKind.LATER, http, principal, later(preferences, read.caller()))
                        : new ClaimedRequest(ids, RequestKind.KEYED, http, principal, direct(preferences)),
                tellOnLoop);
    }

    /** Answers a question for the status of an asynchronous request. @return as {@link #forward} */
    Runnable status(HttpServerRequest request, String target, Caller caller, BiConsumer<RequestId, Outcome> tell) {
        Principal principal = principal(caller, ForwardableFields.ofRequest(request.headers()));
        if (principal == null) {
            tell.accept(RequestId.next(), whoIsIt());
            return () -> {};
        }
        StatusQuestion question = StatusQuestion.of(target, principal);
        if (question == null) {
            tell.accept(RequestId.next(), StatusQuestion.notFound());
            return () -> {};
        }
        SingleThreadEventLoop loop = loop();
        return claimed.status(question, (id, outcome) -> loop.execute(() -> tell.accept(id, outcome)));
    }

    private record Content(FieldLines fields, Body body) {}

    private Runnable plain(
            HttpServerRequest request,
            ForwardedRequest read,
            Content content,
            Preferences preferences,
            BiConsumer<RequestId, Outcome> tell) {
        RequestSubject.Mapped mapped = read.mapped();
        RequestEnvelope envelope = new RequestEnvelope(
                read.id(),
                plain.port().replyTo(mapped.resource(), read.id()),
                preferences.budget(budgets.direct()).toMillis(),
                0);
        HttpRequestMessage message = new HttpRequestMessage(
                envelope, request.method().name(), read.target(), content.fields(), content.body());
        PendingRequest.Client client = new PendingRequest.Client(loop(), outcome -> tell.accept(read.id(), outcome));
        try {
            plain.forward(new PendingRequest(mapped.subject(), mapped.resource(), message, message.encode(), client));
        } catch (MalformedMessageException e) {
            tell.accept(read.id(), badRequest(e.getMessage()));
        }
        return () -> plain.forget(read.id());
    }

    private ClaimedRequest.Times direct(Preferences preferences) {
        Duration budget = preferences.budget(budgets.direct());
        return new ClaimedRequest.Times(budget, budget);
    }

    /** What is started after the end of its token would be refused by the service. */
    private ClaimedRequest.Times later(Preferences preferences, Caller caller) {
        Duration life = life(caller);
        Duration budget = budgets.later().compareTo(life) < 0 ? budgets.later() : life;
        return new ClaimedRequest.Times(budget, preferences.budget(Duration.ZERO));
    }

    private static Duration life(Caller caller) {
        return caller instanceof Caller.Verified verified
                ? Duration.ofMillis(verified.untilMillis() - System.currentTimeMillis())
                : FOREVER;
    }

    /** Whose record it is; null where that cannot be known now: a client has one principal, today and tomorrow. */
    private static Principal principal(Caller caller, FieldLines fields) {
        return switch (caller) {
            case Caller.Verified verified -> verified.principal();
            case Caller.Unverified unverified -> Principal.ofCredentials(fields);
            case Caller.Unverifiable unverifiable -> null;
            case Caller.Refused refused -> throw new IllegalArgumentException("refused, and let in");
        };
    }

    private static Outcome whoIsIt() {
        return Outcome.refused(
                ProblemType.NOT_ACCEPTED,
                "The keys that verify the token cannot be read at the moment. Nothing was stored.",
                RETRY_SECONDS);
    }

    /** The methods that are not idempotent by themselves (RFC 9110 section 9.2.2). */
    private static boolean takesKey(String method) {
        return method.equals("POST") || method.equals("PATCH");
    }

    private static boolean isLegal(ClaimedRequest.Http http, RequestId id) {
        try {
            new HttpRequestMessage(
                            new RequestEnvelope(id, null, 1, 1),
                            http.method(),
                            http.target(),
                            http.fields(),
                            Body.EMPTY)
                    .encode();
            return true;
        } catch (MalformedMessageException e) {
            return false;
        }
    }

    private static Outcome badRequest(String what) {
        return Outcome.failed(ProblemType.BAD_REQUEST, "A field or the target holds " + what + ".");
    }

    private static SingleThreadEventLoop loop() {
        return (SingleThreadEventLoop) ((ContextInternal) Vertx.currentContext()).nettyEventLoop();
    }
}
