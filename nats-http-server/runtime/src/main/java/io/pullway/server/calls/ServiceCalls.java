package io.pullway.server.calls;

import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.Connection;
import io.pullway.wire.Body;
import io.pullway.wire.CoreConnection;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.ProblemType;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.RequestSubject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * Calls of other services, from their publication to their answers: PubAck, publishing again, answer, deadline. No
 * thread waits for an answer here.
 *
 * <p>Safe for all threads; answers are told on the event loop of the connection or on the ticker, and must be passed on from
 * there.
 */
@Singleton
public final class ServiceCalls {
    private static final Logger LOG = Logger.getLogger(ServiceCalls.class);

    /** Longest name of an instance that leaves room for what makes it its own. */
    private static final int NAME = 40;

    /** Of which it is watched who is there. A client whose first segment is a variable must not fill the memory. */
    private static final int MOST_WATCHED = 256;

    private final PendingCalls pending;
    private final Map<String, CalledInstances> called = new ConcurrentHashMap<>();
    private final CallWatch watch;
    private volatile CallPort port;

    ServiceCalls(MeterRegistry meters) {
        this.pending = new PendingCalls(meters);
        this.watch = new CallWatch(this, pending);
    }

    /**
     * What is to be asked.
     *
     * @param target origin form below the API root
     * @param fields names in lower case
     * @param limit how long to wait at most
     */
    record Call(String method, String target, FieldLines fields, Body body, Duration limit) {}

    /** Connected for the first time, before any request is pulled. */
    public void connected(Connection control, CoreConnection requests, String service, String instance) {
        String name = instance.substring(0, Math.min(instance.length(), NAME));
        String token = name
                + String.format(
                        Locale.ROOT, "-%08x", ThreadLocalRandom.current().nextInt());
        port = new CallPort(control, requests, new CallPort.Address(service, token), pending);
        watch.start();
    }

    /** What was under way may be lost. */
    public void disconnected() {
        watch.disconnected();
    }

    /** Once more so: it may have been written while the connection was made. */
    public void reconnected() {
        watch.reconnected();
        viewBroken();
    }

    /** Nobody waits for calls any more. */
    public void close() {
        watch.close();
    }

    /**
     * Asks another service.
     *
     * @param caller the request that is worked on, or null
     * @return completes with the answer, at the latest when the time is over; never with an exception
     */
    CompletionStage<CallAnswer> call(Call call, CallingRequest caller) {
        RequestId id = caller == null ? RequestId.next() : caller.nextCall(call.method(), call.target(), call.body());
        Duration limit = caller == null || call.limit().compareTo(caller.left()) < 0 ? call.limit() : caller.left();
        CallPort current = port;
        if (limit.toMillis() < 1) {
            return CompletableFuture.completedStage(CallAnswer.problem(
                    ProblemType.NOT_STARTED, id, "The time of the request that made this call was over."));
        }
        if (current == null || !current.isConnected()) {
            return CompletableFuture.completedStage(notReachable(id));
        }
        return switch (RequestSubject.of(RequestKind.HTTP, call.method(), call.target())) {
            case RequestSubject.Refused refused -> CompletableFuture.completedStage(CallAnswer.refused(id, refused));
            case RequestSubject.Mapped mapped -> {
                CallAnswer nobody = refusedAtTheDoor(current, mapped.resource(), id);
                yield nobody != null
                        ? CompletableFuture.completedStage(nobody)
                        : send(current, mapped, id, call, caller, limit);
            }
        };
    }

    private CompletionStage<CallAnswer> send(
            CallPort current,
            RequestSubject.Mapped mapped,
            RequestId id,
            Call call,
            CallingRequest caller,
            Duration limit) {
        RequestEnvelope envelope = RequestEnvelope.ofCall(
                id,
                current.replyTo(mapped.resource(), id),
                Math.min(limit.toMillis(), RequestEnvelope.MAX_BUDGET_MILLIS),
                caller == null ? 1 : caller.attempt());
        PendingCall waiting;
        try {
            waiting = new PendingCall(
                    mapped,
                    caller == null ? id.text() : id.text() + "." + caller.delivery(),
                    new HttpRequestMessage(envelope, call.method(), call.target(), call.fields(), call.body()));
        } catch (MalformedMessageException e) {
            return CompletableFuture.completedStage(CallAnswer.problem(
                    ProblemType.BAD_REQUEST, id, "The call is not valid HTTP: " + e.getMessage() + "."));
        }
        if (waiting.payload().length > current.maxPayload()) {
            return CompletableFuture.completedStage(
                    CallAnswer.problem(ProblemType.BODY_TOO_LARGE, id, "The call does not fit into a message."));
        }
        PendingCall same = pending.add(waiting);
        if (same != null) {
            // Two deliveries of one request at once, as after a freeze: it is the same call.
            return same.answer();
        }
        try {
            publish(waiting);
        } catch (RuntimeException e) {
            LOG.errorf(e, "event=call-failed request=%s resource=%s", id, waiting.resource());
            pending.complete(
                    waiting,
                    CallAnswer.problem(ProblemType.OUTCOME_UNKNOWN, id, "The call failed while it was published."));
        }
        return waiting.answer();
    }

    /** What was not written is told at once, unless an earlier publication may have been stored. */
    void publish(PendingCall call) {
        if (!port.publish(call, watch.epoch()) && !call.publications().mayBeStored()) {
            pending.complete(call, notReachable(call.id()));
        }
    }

    boolean isConnected() {
        return port.isConnected();
    }

    void viewBroken() {
        called.values().forEach(CalledInstances::viewBroken);
    }

    /** Null where somebody may be there. */
    private CallAnswer refusedAtTheDoor(CallPort current, String resource, RequestId id) {
        CalledInstances instances = called.get(resource);
        if (instances == null && called.size() < MOST_WATCHED) {
            instances = called.computeIfAbsent(resource, name -> {
                CalledInstances first = new CalledInstances();
                current.watch(name, first);
                return first;
            });
        }
        return instances != null && instances.isNobodyThere()
                ? CallAnswer.refusedForNow(
                        ProblemType.NO_INSTANCE, id, "No instance of the service is there. Nothing was stored.")
                : null;
    }

    private static CallAnswer notReachable(RequestId id) {
        return CallAnswer.refusedForNow(
                ProblemType.NOT_ACCEPTED,
                id,
                "The platform's message system is not reachable at the moment. Nothing was stored.");
    }
}
