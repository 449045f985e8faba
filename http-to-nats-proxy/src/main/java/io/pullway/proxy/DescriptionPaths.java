package io.pullway.proxy;

import io.netty.channel.SingleThreadEventLoop;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.ProblemType;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Where services describe themselves to everybody: {@code /-/openapi}, the API of what is live now, as JSON or,
 * where {@code Accept} prefers it, YAML; {@code /-/asyncapi}, the same of what goes through NATS; and {@code /-/docs}, a page
 * to browse the first. Called on the client's event loop.
 */
final class DescriptionPaths {
    private static final Logger LOG = Logger.getLogger(DescriptionPaths.class);
    private static final String OPENAPI_PATH = "/-/openapi";
    private static final String ASYNCAPI_PATH = "/-/asyncapi";

    private static final List<String> YAML = List.of("application/yaml", "text/yaml", "application/x-yaml");

    private final ApiDocuments documents;
    private final DocsPage page;
    private final ServiceQuestions questions;

    DescriptionPaths(ApiDocuments documents, DocsPage page, ServiceQuestions questions) {
        this.documents = documents;
        this.page = page;
        this.questions = questions;
    }

    /** Whether the target, below the API root, is one of these paths. */
    static boolean takes(String target) {
        return target.equals(OPENAPI_PATH) || target.equals(ASYNCAPI_PATH) || DocsPage.takes(target);
    }

    /** Reads what is at the target, and tells it once on the event loop, at once or later. */
    void read(RoutingContext routing, String target, Consumer<Outcome> tell) {
        if (DocsPage.takes(target)) {
            page.read(routing.vertx(), target, tell);
        } else {
            readDocument(routing, target.equals(ASYNCAPI_PATH), tell);
        }
    }

    private void readDocument(RoutingContext routing, boolean async, Consumer<Outcome> tell) {
        SingleThreadEventLoop loop =
                (SingleThreadEventLoop) ((ContextInternal) routing.vertx().getOrCreateContext()).nettyEventLoop();
        boolean yaml = prefersYaml(routing.parsedHeaders().accept());
        List<String> known = routing.request().headers().getAll("if-none-match");
        documents
                .now(resource -> questions.ask(
                        "/" + resource + OPENAPI_PATH, new FieldLines().add("accept", "application/json"), loop))
                .thenApply(document -> found(form(document, async, yaml), known))
                .exceptionally(failure -> {
                    LOG.errorf(failure, "event=api-not-united");
                    return Outcome.failed(
                            ProblemType.BAD_ANSWER, "What the services say of their APIs makes no document.");
                })
                .thenAcceptAsync(tell, loop);
    }

    private static ApiDocument.Form form(ApiDocument document, boolean async, boolean yaml) {
        if (async) {
            return yaml ? document.asyncYaml() : document.asyncJson();
        }
        return yaml ? document.yaml() : document.json();
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
            // Asked first: Vert.x reads a lone one no further than it is asked for, and its type is null before.
            if (header.weight() == 0) {
                continue;
            }
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
}
