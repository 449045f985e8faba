package io.pullway.proxy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pullway.wire.HttpResponseMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The union of the OpenAPI documents of what is live now. A document is asked for once, by an ordinary request to its
 * service, and again when presence names another version. Safe for all threads; never blocks.
 */
final class ApiDocuments {
    private static final Logger LOG = Logger.getLogger(ApiDocuments.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Supplier<List<DescribedService>> live;
    private final String apiRoot;
    private final Map<String, Read> read = new ConcurrentHashMap<>();
    private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Union last = new Union(null, null);

    /** The document of a service. */
    private record Read(String version, ObjectNode document) {}

    /** What was made of these parts. */
    private record Union(List<ApiUnion.Part> parts, ApiDocument document) {}

    /** Asks a service for its document. */
    interface Question {
        /** @return completed in any case: with what became of {@code GET /<resource>/-/openapi} */
        CompletableFuture<Outcome> ask(String resource);
    }

    /** @param apiRoot under which the paths of the documents are reached */
    ApiDocuments(Supplier<List<DescribedService>> live, String apiRoot) {
        this.live = live;
        this.apiRoot = apiRoot;
    }

    /** The document of now. Services that do not answer are named in it and left out. */
    CompletableFuture<ApiDocument> now(Question question) {
        List<DescribedService> services = live.get();
        List<CompletableFuture<ApiUnion.Part>> parts =
                services.stream().map(service -> part(service, question)).toList();
        read.keySet().retainAll(services.stream().map(DescribedService::name).toList());
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApplyAsync(
                        done -> unite(
                                parts.stream().map(CompletableFuture::join).toList()),
                        threads);
    }

    private CompletableFuture<ApiUnion.Part> part(DescribedService service, Question question) {
        Read known = read.get(service.name());
        if (known != null && service.versions().contains(known.version())) {
            return CompletableFuture.completedFuture(new ApiUnion.Part(service, known.document()));
        }
        return question.ask(service.resources().first())
                .thenApplyAsync(outcome -> new ApiUnion.Part(service, keep(service, outcome)), threads)
                .exceptionally(failure -> {
                    LOG.warnf("event=api-not-read service=%s reason=\"%s\"", service.name(), reason(failure));
                    return new ApiUnion.Part(service, null);
                });
    }

    private ObjectNode keep(DescribedService service, Outcome outcome) {
        if (!(outcome instanceof Outcome.Answered(HttpResponseMessage answer)) || answer.status() != 200) {
            throw new CompletionException(new IOException("no document came: " + outcome));
        }
        try {
            ObjectNode document = JSON.readValue(
                    answer.body().array(), answer.body().offset(), answer.body().length(), ObjectNode.class);
            // Alone first: whoever cannot be united with the platform's own does not keep the others away.
            new ApiUnion(apiRoot).add(new ApiUnion.Part(service, document));
            String version = answer.fields().first("etag");
            if (version != null) {
                read.put(service.name(), new Read(version.replace("\"", ""), document));
            }
            return document;
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private ApiDocument unite(List<ApiUnion.Part> parts) {
        Union before = last;
        if (parts.equals(before.parts())) {
            return before.document();
        }
        ApiUnion union = new ApiUnion(apiRoot);
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
