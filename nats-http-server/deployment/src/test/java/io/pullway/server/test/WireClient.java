package io.pullway.server.test;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.Republish;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.RequestSubject;
import io.pullway.wire.Subjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Speaks the wire contract to a service as a proxy does, without one. */
final class WireClient implements AutoCloseable {
    static final Duration ACK_WAIT = Duration.ofSeconds(10);

    private static final String INSTANCE = "client";

    private final Connection connection;
    private final Map<String, CompletableFuture<HttpResponseMessage>> waiting = new ConcurrentHashMap<>();

    WireClient() {
        connection = connect();
        Dispatcher dispatcher = connection.createDispatcher();
        dispatcher.subscribe(Subjects.replies(Subjects.PROXY, INSTANCE), this::replied);
    }

    /** The streams and consumers of a service with one resource, as {@code k8s/base/streams} declares them. */
    static void createStream(String service, String resource) {
        createStream(service, resource, ACK_WAIT);
    }

    /** As {@link #createStream(String, String)}, with another ack wait. */
    static void createStream(String service, String resource, Duration ackWait) {
        String plain = Subjects.requests(RequestKind.HTTP, resource);
        String keyed = Subjects.requests(RequestKind.KEYED, resource);
        String later = Subjects.requests(RequestKind.LATER, resource);
        try (Connection connection = connect()) {
            JetStreamManagement management = connection.jetStreamManagement();
            management.addStream(StreamConfiguration.builder()
                    .name(service)
                    .subjects(plain, keyed, later)
                    .retentionPolicy(RetentionPolicy.WorkQueue)
                    .storageType(StorageType.File)
                    .discardPolicy(DiscardPolicy.New)
                    .allowMessageTtl()
                    .build());
            management.addOrUpdateConsumer(service, consumer(service, ackWait, plain, keyed));
            management.addOrUpdateConsumer(service, consumer(service + "-later", ackWait, later));
            management.addStream(StreamConfiguration.builder()
                    .name("ANSWERS_" + service)
                    .subjects(Subjects.answers(resource))
                    .storageType(StorageType.File)
                    .maxMessagesPerSubject(1)
                    .discardPolicy(DiscardPolicy.New)
                    .allowMessageTtl()
                    .denyPurge(true)
                    .republish(Republish.builder()
                            .source("answer.>")
                            .destination("kept.>")
                            .build())
                    .build());
        } catch (IOException | JetStreamApiException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static ConsumerConfiguration consumer(String name, Duration ackWait, String... filters) {
        return ConsumerConfiguration.builder()
                .durable(name)
                .ackPolicy(AckPolicy.Explicit)
                .ackWait(ackWait)
                .maxAckPending(5_000)
                .filterSubjects(filters)
                .build();
    }

    static Connection connect() {
        try {
            return Nats.connect(TestNats.url());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponseMessage get(String target) {
        return exchange("GET", target, new FieldLines(), Body.EMPTY);
    }

    HttpResponseMessage post(String target, String contentType, String body) {
        FieldLines fields = new FieldLines().add("content-type", contentType);
        return exchange("POST", target, fields, Body.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends and waits for the answer, at most ten seconds. */
    HttpResponseMessage exchange(String method, String target, FieldLines fields, Body body) {
        return send(method, target, fields, body)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    /** A POST without a body that may have been made before, under another message id. */
    HttpResponseMessage postAgain(String target) {
        return send(RequestId.next(), "POST", target, new FieldLines(), Body.EMPTY, 2)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    /** A GET that has been made before under this id, as a further message. */
    HttpResponseMessage getAgain(RequestId id, String target) {
        return send(id, "GET", target, new FieldLines(), Body.EMPTY, 2)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    CompletableFuture<HttpResponseMessage> send(String method, String target, FieldLines fields, Body body) {
        return send(RequestId.next(), method, target, fields, body, 1);
    }

    private CompletableFuture<HttpResponseMessage> send(
            RequestId id, String method, String target, FieldLines fields, Body body, long attempt) {
        RequestSubject.Mapped mapped = (RequestSubject.Mapped) RequestSubject.of(RequestKind.HTTP, method, target);
        String replyTo = Subjects.reply(Subjects.PROXY, INSTANCE, mapped.resource(), id);
        CompletableFuture<HttpResponseMessage> answer = new CompletableFuture<>();
        waiting.put(id.text(), answer);
        try {
            RequestEnvelope envelope = RequestEnvelope.ofCall(id, replyTo, 30_000, attempt);
            connection.publish(
                    mapped.subject(), new HttpRequestMessage(envelope, method, target, fields, body).encode());
        } catch (MalformedMessageException e) {
            throw new IllegalArgumentException(e);
        }
        return answer;
    }

    /** Hears what is published on a subject, from when this returns. */
    Subscription listen(String subject) {
        Subscription subscription = connection.subscribe(subject);
        try {
            connection.flush(Duration.ofSeconds(10));
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return subscription;
    }

    /** Requests that were delivered and neither acknowledged nor given back. */
    long delivered(String consumer) {
        try {
            return connection
                    .jetStreamManagement()
                    .getConsumerInfo(consumer, consumer)
                    .getNumAckPending();
        } catch (IOException | JetStreamApiException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without a payload. */
    void publish(String subject) {
        connection.publish(subject, null);
    }

    static String text(HttpResponseMessage answer) {
        return new String(answer.body().toBytes(), StandardCharsets.UTF_8);
    }

    private void replied(Message message) {
        try {
            HttpResponseMessage answer = HttpResponseMessage.decode(message.getData());
            CompletableFuture<HttpResponseMessage> future =
                    waiting.remove(answer.envelope().requestId().text());
            if (future != null) {
                future.complete(answer);
            }
        } catch (MalformedMessageException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
