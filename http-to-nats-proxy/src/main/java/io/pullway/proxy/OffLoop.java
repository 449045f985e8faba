package io.pullway.proxy;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Work for requests that may block: done on a virtual thread, its result told on the client's event loop, where it was
 * asked for.
 *
 * @param name of the threads
 * @param broken what is told where the work throws, which is a fault of ours
 */
record OffLoop<T>(String name, Function<RuntimeException, T> broken) {
    /** Tells the result once, unless the client has gone meanwhile. */
    void run(HttpServerRequest request, Supplier<T> work, Consumer<T> tell) {
        Context context = Vertx.currentContext();
        Thread.ofVirtual().name(name).start(() -> {
            T result = guarded(work);
            context.runOnContext(done -> {
                if (!request.response().closed()) {
                    tell.accept(result);
                }
            });
        });
    }

    private T guarded(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return broken.apply(e);
        }
    }
}
