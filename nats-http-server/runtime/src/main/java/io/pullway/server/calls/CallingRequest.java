package io.pullway.server.calls;

import io.pullway.wire.Body;
import io.pullway.wire.CallIds;
import io.pullway.wire.DeliveryInfo;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.RequestId;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The request that this service works on, as the calls see it that it makes of other services: they have its
 * identity, its trace and what is left of its time, and get their ids from its own. Safe for all threads.
 */
public final class CallingRequest {
    /** Unless the call has its own. */
    private static final List<String> INHERITED = List.of("authorization", "traceparent", "tracestate");

    private final RequestId id;
    private final DeliveryInfo delivery;
    private final long attempt;
    private final long deadlineNanos;
    private final FieldLines fields;
    private volatile Map<String, Integer> calls;

    /**
     * @param delivery of its message
     * @param leftNanos until its client waits no more
     */
    public CallingRequest(HttpRequestMessage request, DeliveryInfo delivery, long leftNanos) {
        this.id = request.envelope().requestId();
        this.delivery = delivery;
        this.attempt = Math.max(request.envelope().attempt(), delivery.deliveries());
        this.deadlineNanos = System.nanoTime() + leftNanos;
        this.fields = request.fields();
    }

    /** That of the calling thread; null outside a request, and in one that came by an ordinary port. */
    static CallingRequest current() {
        Context context = Vertx.currentContext();
        return context == null ? null : context.getLocal(CallingRequest.class);
    }

    /** Lets all that runs in this context know of it. */
    public void storeIn(Context duplicatedContext) {
        duplicatedContext.putLocal(CallingRequest.class, this);
    }

    /**
     * The id of one more call of this method, target and body. A further delivery of the request that makes the same
     * calls gets the same ids for them.
     */
    RequestId nextCall(String method, String target, Body body) {
        String digest = CallIds.digest(body);
        int number = numbers().merge(method + ' ' + target + ' ' + digest, 1, Integer::sum);
        return CallIds.of(id, method, target, digest, number);
    }

    /** More than 1 where its calls may have been made before. */
    long attempt() {
        return attempt;
    }

    /**
     * What nobody else says of a call, also not another delivery that makes the same one. The random part is for a NATS
     * that was killed: it may count a further delivery as the first again, while the call of the first is still stored.
     */
    String delivery() {
        String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        return delivery.streamSequence() + "." + delivery.deliveries() + "." + random;
    }

    /** How long its client still waits; not positive when it does not. */
    Duration left() {
        return Duration.ofNanos(deadlineNanos - System.nanoTime());
    }

    /** Adds who asks, and the trace, to the fields of a call that has none of its own. */
    void passOn(FieldLines call) {
        for (String name : INHERITED) {
            if (call.first(name) == null) {
                fields.all(name).forEach(value -> call.add(name, value));
            }
        }
    }

    /** Most requests call nobody. */
    private Map<String, Integer> numbers() {
        Map<String, Integer> known = calls;
        if (known == null) {
            synchronized (this) {
                known = calls;
                if (known == null) {
                    known = new ConcurrentHashMap<>();
                    calls = known;
                }
            }
        }
        return known;
    }
}
