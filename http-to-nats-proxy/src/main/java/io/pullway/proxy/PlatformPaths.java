package io.pullway.proxy;

import io.netty.channel.SingleThreadEventLoop;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.ProblemType;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.RequestSubject;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The platform's own paths that are read by everybody: {@code /-/openapi}, the API of what is live now, as JSON or,
 * where {@code Accept} prefers it, YAML; and {@code /-/docs}, a page to browse it. Called on the client's event loop.
 */
final class PlatformPaths {
    private static final Logger LOG = Logger.getLogger(PlatformPaths.class);
    private static final String OPENAPI_PATH = "/-/openapi";

    /** Of a question to a service; whoever asks for the document waits as long. */
    private static final Duration BUDGET = Duration.ofSeconds(5);

    private static final List<String> YAML = List.of("application/yaml", "text/yaml", "application/x-yaml");

    private final ApiDocuments documents;
    private final DocsPage page;
    private final RequestForwarder forwarder;
    private final Ending ending;
    private final SignInPaths signIn;

    /** @param signIn null if browsers do not sign in here */
    PlatformPaths(
            ApiDocuments documents, DocsPage page, RequestForwarder forwarder, Ending ending, SignInPaths signIn) {
        this.documents = documents;
        this.page = page;
        this.forwarder = forwarder;
        this.ending = ending;
        this.signIn = signIn;
    }

    /** Whether the target, below the API root, is one of these paths. */
    static boolean takes(String target) {
        return target.equals(OPENAPI_PATH) || DocsPage.takes(target);
    }

    /** That of this proxy, of which {@link Ending#READY_PATH} tells. */
    Ending ending() {
        return ending;
    }

    /** Where browsers sign in; null if they do not. */
    SignInPaths signIn() {
        return signIn;
    }

    /** Reads what is at the target, and tells it once on the event loop, at once or later. */
    void read(RoutingContext routing, String target, Consumer<Outcome> tell) {
        if (DocsPage.takes(target)) {
            page.read(routing.vertx(), target, tell);
        } else {
            readDocument(routing, tell);
        }
    }

    private void readDocument(RoutingContext routing, Consumer<Outcome> tell) {
        SingleThreadEventLoop loop =
                (SingleThreadEventLoop) ((ContextInternal) routing.vertx().getOrCreateContext()).nettyEventLoop();
        boolean yaml = prefersYaml(routing.parsedHeaders().accept());
        List<String> known = routing.request().headers().getAll("if-none-match");
        documents
                .now(resource -> ask(resource, loop))
                .thenApply(document -> found(yaml ? document.yaml() : document.json(), known))
                .exceptionally(failure -> {
                    LOG.errorf(failure, "event=api-not-united");
                    return Outcome.failed(
                            ProblemType.BAD_ANSWER, "What the services say of their APIs makes no document.");
                })
                .thenAcceptAsync(tell, loop);
    }

    private static Outcome found(ApiDocument.Form form, List<String> known) {
        FieldLines fields = new FieldLines()
                .add("etag", form.entityTag())
                .add("vary", "accept")
                // To be asked for again each time: it is what is live.
                .add("cache-control", "no-cache");
        return isAmong(form.entityTag(), known)
                ? new Outcome.Found(304, fields, Body.EMPTY)
                : new Outcome.Found(200, fields.add("content-type", form.mediaType()), form.body());
    }

    /** By weak comparison (RFC 9110 section 13.1.2). There is no comma in a tag of ours. */
    private static boolean isAmong(String entityTag, List<String> known) {
        return known.stream()
                .flatMap(line -> Stream.of(line.split(",")))
                .map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.equals(entityTag) || tag.equals("W/" + entityTag));
    }

    private static boolean prefersYaml(List<MIMEHeader> accepted) {
        for (MIMEHeader header : accepted) {
            String type = header.component() + "/" + header.subComponent();
            if (YAML.contains(type)) {
                return true;
            }
            if (type.equals("application/json") || type.equals("application/*") || type.equals("*/*")) {
                return false;
            }
        }
        return false;
    }

    private CompletableFuture<Outcome> ask(String resource, SingleThreadEventLoop loop) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        RequestId id = RequestId.next();
        String target = "/" + resource + OPENAPI_PATH;
        RequestEnvelope envelope =
                new RequestEnvelope(id, forwarder.port().replyTo(resource, id), BUDGET.toMillis(), 0);
        FieldLines fields = new FieldLines().add("accept", "application/json");
        HttpRequestMessage message = new HttpRequestMessage(envelope, "GET", target, fields, Body.EMPTY);
        if (!(RequestSubject.of(RequestKind.HTTP, "GET", target) instanceof RequestSubject.Mapped mapped)) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("no name of a resource: " + resource));
        }
        try {
            forwarder.forward(new PendingRequest(
                    mapped.subject(),
                    resource,
                    message,
                    message.encode(),
                    new PendingRequest.Client(loop, outcome::complete)));
        } catch (MalformedMessageException e) {
            outcome.completeExceptionally(e);
        }
        return outcome;
    }
}
