package io.pullway.proxy;

import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.ProblemType;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * {@code /-/docs}: Swagger UI over the document of {@code /-/openapi}. Everything comes from here, nothing from other
 * hosts. The files are read when they are asked for the first time, and kept (2 MB).
 */
final class DocsPage {
    private static final Logger LOG = Logger.getLogger(DocsPage.class);
    private static final String PATH = "/-/docs";
    private static final String WEBJAR = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";

    /** Swagger UI writes styles into its elements; scripts come from files only. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Map<String, Asset> assets;
    private final Map<String, Body> read = new ConcurrentHashMap<>();

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

    /** Tells what is at the target: at once, or on the event loop when it has been read. */
    void read(Vertx vertx, String target, Consumer<Outcome> tell) {
        Asset asset = assets.get(target);
        Body known = asset == null ? null : read.get(target);
        if (asset == null) {
            tell.accept(Outcome.failed(ProblemType.NO_SUCH_RESOURCE, "The page has no such file."));
        } else if (known != null) {
            tell.accept(found(asset, known));
        } else {
            vertx.executeBlocking(() -> bytes(asset.file()), false)
                    .map(bytes -> {
                        read.put(target, bytes);
                        return found(asset, bytes);
                    })
                    .otherwise(failure -> {
                        LOG.errorf(failure, "event=page-not-read file=%s", asset.file());
                        return Outcome.failed(ProblemType.BAD_ANSWER, "The file of the page cannot be read.");
                    })
                    .onSuccess(tell::accept);
        }
    }

    private static Outcome found(Asset asset, Body bytes) {
        return new Outcome.Found(
                200,
                new FieldLines()
                        .add("content-type", asset.mediaType())
                        .add("content-security-policy", POLICY)
                        .add("x-content-type-options", "nosniff")
                        .add("referrer-policy", "no-referrer")
                        .add("cache-control", "max-age=3600"),
                bytes);
    }

    private static Body bytes(String file) {
        try (InputStream in = DocsPage.class.getResourceAsStream(file)) {
            return Body.of(in.readAllBytes());
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
