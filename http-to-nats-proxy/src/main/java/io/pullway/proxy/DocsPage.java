package io.pullway.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code /-/docs}: Swagger UI over the document of {@code /-/openapi}. Everything comes from here, nothing from other
 * hosts. The files are read when they are asked for the first time, and kept (2 MB).
 */
final class DocsPage {
    private static final String PATH = "/-/docs";
    private static final String WEBJAR = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";

    /** Swagger UI writes styles into its elements; scripts come from files only. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Map<String, Asset> assets;
    private final Map<String, Buffer> read = new ConcurrentHashMap<>();

    /** A file on the class path. */
    private record Asset(String file, String mediaType) {}

    DocsPage() {
        String swagger = "/META-INF/resources/webjars/swagger-ui/" + swaggerVersion() + "/";
        this.assets = Map.of(
                PATH,
                new Asset("/docs-page/index.html", "text/html; charset=utf-8"),
                PATH + "/page.js",
                new Asset("/docs-page/page.js", "text/javascript; charset=utf-8"),
                PATH + "/swagger-ui.css",
                new Asset(swagger + "swagger-ui.css", "text/css; charset=utf-8"),
                PATH + "/swagger-ui-bundle.js",
                new Asset(swagger + "swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
                PATH + "/favicon.png",
                new Asset(swagger + "favicon-32x32.png", "image/png"));
    }

    /** Whether the target is the page or a file of it, there or not. */
    static boolean takes(String target) {
        return target.equals(PATH) || target.startsWith(PATH + "/");
    }

    /** @return whether there is such a file; else nothing was done */
    boolean answer(RoutingContext routing, String target) {
        HttpServerRequest request = routing.request();
        Asset asset = assets.get(target);
        if (asset == null) {
            return false;
        }
        Buffer known = read.get(target);
        if (known != null) {
            send(request, asset, known);
        } else {
            routing.vertx().executeBlocking(() -> bytes(asset.file()), false).onSuccess(bytes -> {
                read.put(target, bytes);
                send(request, asset, bytes);
            });
        }
        return true;
    }

    private static void send(HttpServerRequest request, Asset asset, Buffer bytes) {
        HttpServerResponse response = request.response();
        if (!response.ended() && !response.closed()) {
            response.putHeader("content-type", asset.mediaType())
                    .putHeader("content-security-policy", POLICY)
                    .putHeader("x-content-type-options", "nosniff")
                    .putHeader("referrer-policy", "no-referrer")
                    .putHeader("cache-control", "max-age=3600")
                    .end(bytes);
        }
    }

    private static Buffer bytes(String file) {
        try (InputStream in = DocsPage.class.getResourceAsStream(file)) {
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The web jar has its version in its paths. */
    private static String swaggerVersion() {
        try (InputStream in = DocsPage.class.getResourceAsStream(WEBJAR)) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
