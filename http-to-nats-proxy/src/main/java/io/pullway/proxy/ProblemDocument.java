package io.pullway.proxy;

import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.RequestId;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/** A failure as problem details (RFC 9457), with {@code Proxy-Status} (RFC 9209). */
final class ProblemDocument {
    private ProblemDocument() {}

    static FieldLines fields(Outcome.Failed failed) {
        FieldLines fields = new FieldLines()
                .add("content-type", "application/problem+json")
                .add("cache-control", "no-store")
                .add("proxy-status", "pullway; error=" + failed.type().proxyError());
        if (failed.retryAfterSeconds() > 0) {
            fields.add("retry-after", Integer.toString(failed.retryAfterSeconds()));
        }
        if (failed.status() == 401) {
            // RFC 6750 section 3.
            fields.add(
                    "www-authenticate",
                    "Bearer error=\"invalid_token\", error_description=\"" + failed.detail() + "\"");
        }
        return fields;
    }

    static Body body(RequestId id, Outcome.Failed failed) {
        String problem = new JsonObject()
                .put("type", failed.type().uri())
                .put("title", failed.type().title())
                .put("status", failed.status())
                .put("detail", failed.detail())
                .put("instance", "urn:uuid:" + id.text())
                .encode();
        return Body.of(problem.getBytes(StandardCharsets.UTF_8));
    }
}
