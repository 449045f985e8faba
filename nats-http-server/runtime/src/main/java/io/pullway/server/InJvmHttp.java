package io.pullway.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.VertxHandler;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Hands requests to the HTTP application of this process as a connection would, without a socket: a
 * Netty channel of our own carries Vert.x' HTTP/1.1 server connection, so that the whole of Quarkus
 * (routes, security, filters, tracing, metrics) works as behind a port.
 *
 * <p>The one file that uses classes which Vert.x and Quarkus do not promise to keep; a test pins what it
 * relies on. One instance for each event loop, with a pool of channels that serve one request at a
 * time; every method is called on that loop.
 */
final class InJvmHttp {
    private static final HttpServerOptions OPTIONS = new HttpServerOptions();

    private final VertxInternal vertx;
    private final SingleThreadEventLoop loop;
    private final HttpServerMetrics<?, ?, ?> metrics;
    private final ClassLoader application;
    private final Deque<Exchange> idle = new ArrayDeque<>();
    private int running;

    /**
     * @param application class loader of the application, for what runs on the context
     * @param metrics of the server, or null for none
     */
    InJvmHttp(
            VertxInternal vertx,
            SingleThreadEventLoop loop,
            ClassLoader application,
            HttpServerMetrics<?, ?, ?> metrics) {
        this.vertx = vertx;
        this.loop = loop;
        this.application = application;
        this.metrics = metrics;
    }

    EventLoop loop() {
        return loop;
    }

    /** How many requests are under way here, on the loop or off it. */
    int running() {
        return running;
    }

    /**
     * Runs the task when the loop has worked off what it has at hand, before it waits: what several requests
     * publish then goes to the NATS connection together, which wakes its writer once and writes once.
     */
    void afterThisTurn(Runnable task) {
        loop.executeAfterEventLoopIteration(task);
    }

    /**
     * Starts the request. The collector is told of the answer, or that none will come, exactly once.
     *
     * @param enter puts what the application may ask of the request into its context; called once, before it runs
     */
    void dispatch(HttpRequestMessage request, Consumer<Context> enter, ResponseCollector answer) {
        Exchange exchange = idle.pollFirst();
        while (exchange != null && !exchange.channel.isActive()) {
            exchange = idle.pollFirst();
        }
        (exchange == null ? new Exchange() : exchange).start(request, enter, answer);
    }

    private static DefaultHttpRequest head(HttpRequestMessage request) {
        HeadersMultiMap headers = HeadersMultiMap.httpHeaders();
        FieldLines fields = request.fields();
        for (int i = 0; i < fields.size(); i++) {
            headers.add(fields.name(i), fields.value(i));
        }
        if (!request.body().isEmpty()) {
            headers.set("content-length", Integer.toString(request.body().length()));
        }
        return new DefaultHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.valueOf(request.method()), request.target(), headers);
    }

    private static LastHttpContent content(Body body) {
        if (body.isEmpty()) {
            return LastHttpContent.EMPTY_LAST_CONTENT;
        }
        // A wrapped slice starts at reader index 0, which Vert.x' buffers need.
        ByteBuf buffer = Unpooled.wrappedBuffer(body.array(), body.offset(), body.length());
        return new DefaultLastHttpContent(buffer);
    }

    /** A channel and the request that it carries at the moment. */
    private final class Exchange implements InJvmChannel.Receiver {
        private final InJvmChannel channel = new InJvmChannel(this);
        private ResponseCollector answer;
        private Consumer<Context> enter;

        Exchange() {
            ContextInternal root = vertx.createEventLoopContext(loop, null, application);
            channel.pipeline().addLast(VertxHandler.create(chctx -> {
                Http1xServerConnection connection = new Http1xServerConnection(
                        () -> contextOfRequest(root), null, OPTIONS, chctx, root, "http://localhost", metrics);
                connection.handler(VertxHttpRecorder.getRootHandler());
                if (metrics != null) {
                    connection.metric(metrics.connected(connection.remoteAddress(), connection.remoteName()));
                }
                return connection;
            }));
            loop.register(channel);
        }

        void start(HttpRequestMessage request, Consumer<Context> onContext, ResponseCollector collector) {
            answer = collector;
            enter = onContext;
            running++;
            ChannelPipeline pipeline = channel.pipeline();
            pipeline.fireChannelRead(head(request));
            pipeline.fireChannelRead(content(request.body()));
            pipeline.fireChannelReadComplete();
        }

        /** Each request runs on a duplicated context of its own, as Quarkus expects. */
        private ContextInternal contextOfRequest(ContextInternal root) {
            ContextInternal duplicate = (ContextInternal) VertxContext.getOrCreateDuplicatedContext(root);
            VertxContextSafetyToggle.setContextSafe(duplicate, true);
            enter.accept(duplicate);
            return duplicate;
        }

        @Override
        public void written(Object part) {
            if (answer != null && answer.add(part)) {
                boolean reusable = answer.isFinal();
                answer = null;
                running--;
                if (reusable) {
                    // Taken again by a later task of this loop, when the connection has finished this response.
                    idle.addFirst(this);
                } else {
                    loop.execute(channel::close);
                }
            }
        }

        @Override
        public void closed() {
            if (answer != null) {
                ResponseCollector unanswered = answer;
                answer = null;
                running--;
                unanswered.noAnswer();
            }
        }
    }
}
