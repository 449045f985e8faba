package io.pullway.once;

import io.pullway.once.Transactions.Done;
import io.pullway.wire.DeliveryInfo;
import io.pullway.wire.GiveBack;
import io.pullway.wire.RequestId;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * What {@link OnceOnly} does. Outside of {@code @Transactional}, which then takes part in this transaction.
 */
@OnceOnly
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
class OnceOnlyInterceptor {
    private static final Logger LOG = Logger.getLogger(OnceOnlyInterceptor.class);

    /** These say that nothing has happened, and the same request may be answered otherwise later. */
    private static final Set<Integer> WITHOUT_EFFECT = Set.of(401, 403, 429, 503);

    private final Transactions transactions;
    private final OnceOnlyTable table;
    private final OnceOnlyConfig config;

    OnceOnlyInterceptor(Transactions transactions, OnceOnlyTable table, OnceOnlyConfig config) {
        this.transactions = transactions;
        this.table = table;
        this.config = config;
    }

    @AroundInvoke
    Object onceOnly(InvocationContext call) throws Exception {
        RestExchange exchange = RestExchange.current();
        if (exchange == null || !exchange.enter()) {
            // Called by other code: whoever called has the transaction, and the answer is not this method's.
            return call.proceed();
        }
        refuseUnlessBlocking(call.getMethod());
        RequestId id = requestId();
        try {
            return transactions.run(() -> id == null ? withoutRow(call) : withRow(call, exchange, id));
        } catch (Exception failure) {
            if (id != null && mayAnswerBeWrong(failure)) {
                LOG.infof("event=given-back request=%s reason=\"%s\"", id, failure.getMessage());
                Vertx.currentContext().<GiveBack>getLocal(GiveBack.class).after(config.giveBackDelay());
            }
            throw failure;
        }
    }

    /** Of dev mode or a test's port: there is no second delivery. */
    private static Done withoutRow(InvocationContext call) throws Exception {
        Object result = call.proceed();
        return new Done(result, isKept(result, call.getMethod()));
    }

    private Done withRow(InvocationContext call, RestExchange exchange, RequestId id) throws Exception {
        if (!table.claim(id)) {
            LOG.debugf("event=answered-again request=%s", id);
            exchange.answer(table.read(id));
            return new Done(nothing(call.getMethod().getReturnType()), true);
        }
        Object result = call.proceed();
        if (!isKept(result, call.getMethod()) || !transactions.mayCommit()) {
            return new Done(result, false);
        }
        AtomicReference<StoredAnswer> stored = new AtomicReference<>();
        transactions.beforeCommit(
                () -> {
                    StoredAnswer answer = exchange.serialised(result, call.getMethod());
                    table.store(id, answer);
                    stored.set(answer);
                },
                () -> exchange.answer(stored.get()));
        return new Done(result, true);
    }

    /**
     * Whether what this failure would be answered with may not be true: the request is running elsewhere, or
     * may have been done, by this delivery or an earlier one. The row tells at the next delivery.
     */
    private static boolean mayAnswerBeWrong(Exception failure) {
        return switch (failure) {
            case StillRunningException open -> true;
            case CommitUnknownException open -> true;
            case NotClaimedException refused -> isDeliveredAgain();
            default -> Transactions.connectionEnded(failure);
        };
    }

    private static boolean isDeliveredAgain() {
        DeliveryInfo delivery = Vertx.currentContext().getLocal(DeliveryInfo.class);
        return delivery != null && delivery.deliveries() > 1;
    }

    private static boolean isKept(Object result, Method method) {
        return !WITHOUT_EFFECT.contains(RestExchange.status(result, method));
    }

    private static RequestId requestId() {
        return VertxContext.isOnDuplicatedContext() ? Vertx.currentContext().getLocal(RequestId.class) : null;
    }

    /** What stands for the result that the response filter puts in. */
    private static Object nothing(Class<?> type) {
        return type.isPrimitive() && type != void.class ? Array.get(Array.newInstance(type, 1), 0) : null;
    }

    private static void refuseUnlessBlocking(Method method) {
        Class<?> type = method.getReturnType();
        boolean later = CompletionStage.class.isAssignableFrom(type)
                || Flow.Publisher.class.isAssignableFrom(type)
                || type.getName().startsWith("io.smallrye.mutiny.");
        if (later) {
            throw new IllegalStateException("@OnceOnly is for methods that return their answer, and not later: let "
                    + method + " return an entity or a Response");
        }
    }
}
