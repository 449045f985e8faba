package io.pullway.proxy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pullway.wire.HttpResponseMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The union of the OpenAPI documents of what is live now. A document is asked for once, by an ordinary request to its
 * service, and again when presence names another version. Who had none to give, or one of a version that presence does not
 * name, is asked again after {@link #PAUSE}. Of one service there is one question at a time, however many wait for its
 * answer. Safe for all threads; never blocks.
 */
final class ApiDocuments {
    private static final Logger LOG = Logger.getLogger(ApiDocuments.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    static final Duration PAUSE = Duration.ofSeconds(5);

    private final Supplier<List<DescribedService>> live;
    private final PlatformApi.Offer offer;
    private final LongSupplier nanoTime;
    private final Map<String, Asked> asked = new ConcurrentHashMap<>();
    private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Union last = new Union(null, null);

    /** The document of a service; null and null if there was none. */
    private record Read(String version, ObjectNode document) {
        static final Read NOTHING = new Read(null, null);
    }

    /** A question, and its answer sooner or later. @param service as presence told of it then */
    private record Asked(DescribedService service, CompletableFuture<Read> answer, long nanos) {}

    /** What was made of these parts. */
    private record Union(List<ApiUnion.Part> parts, ApiDocument document) {}

    /** Asks a service for its document. */
    interface Question {
        /** @return completed in any case: with what became of {@code GET /<resource>/-/openapi} */
        CompletableFuture<Outcome> ask(String resource);
    }

    /**
     * @param nanoTime of the same kind as that of the JDK
     */
    ApiDocuments(Supplier<List<DescribedService>> live, PlatformApi.Offer offer, LongSupplier nanoTime) {
        this.live = live;
        this.offer = offer;
        this.nanoTime = nanoTime;
    }

    /** The document of now. Services that do not answer are named in it and left out. */
    CompletableFuture<ApiDocument> now(Question question) {
        List<DescribedService> services = live.get();
        List<CompletableFuture<ApiUnion.Part>> parts =
                services.stream().map(service -> part(service, question)).toList();
        asked.keySet().retainAll(services.stream().map(DescribedService::name).toList());
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApplyAsync(
                        done -> unite(
                                parts.stream().map(CompletableFuture::join).toList()),
                        threads);
    }

    private CompletableFuture<ApiUnion.Part> part(DescribedService service, Question question) {
        return asked.compute(
                        service.name(),
                        (name, before) -> before != null && isGood(before, service) ? before : ask(service, question))
                .answer()
                .thenApply(read -> new ApiUnion.Part(service, read.document()));
    }

    private boolean isGood(Asked before, DescribedService service) {
        if (!before.answer().isDone()) {
            return true;
        }
        String version = before.answer().join().version();
        if (version != null && service.versions().contains(version)) {
            return true;
        }
        boolean isNewlyTold =
                version != null && !service.versions().equals(before.service().versions());
        return !isNewlyTold && nanoTime.getAsLong() - before.nanos() < PAUSE.toNanos();
    }

    private Asked ask(DescribedService service, Question question) {
        CompletableFuture<Read> answer = question.ask(service.resources().first())
                .thenApplyAsync(outcome -> read(service, outcome), threads)
                .exceptionally(failure -> {
                    LOG.warnf("event=api-not-read service=%s reason=\"%s\"", service.name(), reason(failure));
                    return Read.NOTHING;
                });
        return new Asked(service, answer, nanoTime.getAsLong());
    }

    private Read read(DescribedService service, Outcome outcome) {
        if (!(outcome instanceof Outcome.Answered(HttpResponseMessage answer)) || answer.status() != 200) {
            throw new CompletionException(new IOException("no document came: " + outcome));
        }
        try {
            ObjectNode document = JSON.readValue(
                    answer.body().array(), answer.body().offset(), answer.body().length(), ObjectNode.class);
            // Alone first: whoever cannot be united with the platform's own does not keep the others away.
            ApiUnion alone = new ApiUnion(offer);
            alone.add(new ApiUnion.Part(service, document));
            alone.document();
            String version = answer.fields().first("etag");
            return new Read(version == null ? null : version.replace("\"", ""), document);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private ApiDocument unite(List<ApiUnion.Part> parts) {
        Union before = last;
        if (parts.equals(before.parts())) {
            return before.document();
        }
        ApiUnion union = new ApiUnion(offer);
        parts.forEach(union::add);
        ApiDocument document = ApiDocument.of(union.document());
        last = new Union(new ArrayList<>(parts), document);
        return document;
    }

    private static String reason(Throwable failure) {
        return failure.getCause() == null
                ? failure.toString()
                : failure.getCause().toString();
    }
}
