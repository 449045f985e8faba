package io.pullway.server;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.smallrye.openapi.runtime.io.Format;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Answers {@code GET /<resource>/-/openapi} with the OpenAPI document of the application, for each resource that it
 * owns. Only there where quarkus-smallrye-openapi is.
 */
@Singleton
public final class ApiDescriptionRoute {
    /** Below a resource. */
    static final String PATH = "/-/openapi";

    /** That of {@code OpenApiConstants.DEFAULT_DOCUMENT_NAME}: an application may have several documents. */
    private static final String DOCUMENT = "<default>";

    private final ServerConfig config;
    private final ApiDescription description;

    ApiDescriptionRoute(ServerConfig config, ApiDescription description) {
        this.config = config;
        this.description = description;
    }

    /** Before presence speaks of it. */
    void read(@Observes @Priority(1) StartupEvent event, OpenApiDocumentService documents) {
        description.is(documents.getDocument(DOCUMENT, Format.JSON));
    }

    void open(@Observes Router router) {
        for (String resource : config.resources().orElse(List.of())) {
            router.get("/" + resource + PATH)
                    .order(RouteConstants.ROUTE_ORDER_BEFORE_DEFAULT)
                    .handler(this::answer);
        }
    }

    private void answer(RoutingContext routing) {
        ApiDescription.Document document = description.document();
        routing.response()
                .putHeader("content-type", "application/json")
                .putHeader("etag", '"' + document.version() + '"')
                .end(Buffer.buffer(document.json()));
    }
}
