package io.pullway.server.calls;

import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.ForwardableFields;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Variant;
import jakarta.ws.rs.ext.WriterInterceptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jboss.resteasy.reactive.client.api.QuarkusRestClientProperties;
import org.jboss.resteasy.reactive.client.impl.ClientRequestContextImpl;
import org.jboss.resteasy.reactive.client.impl.RestClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestFilter;

/**
 * Answers the requests of REST clients whose URL begins with {@code pullway:} by asking through NATS: the last of the
 * request filters, which sets the request aside and lets it go on with the answer. No thread waits meanwhile, but the
 * one of a caller that wants to.
 *
 * <p>The one class that knows the inside of Quarkus' REST client.
 */
@Singleton
public final class CallFilter implements ResteasyReactiveClientRequestFilter {
    static final String SCHEME = "pullway";

    /** That of the REST client, where none is set. */
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    private static final WriterInterceptor[] NONE = {};

    private final ServiceCalls calls;
    private final Instance<CallSpans> spans;

    /** @param spans none in an application without OpenTelemetry */
    CallFilter(ServiceCalls calls, Instance<CallSpans> spans) {
        this.calls = calls;
        this.spans = spans;
    }

    @Override
    public void filter(ResteasyReactiveClientRequestContext context) {
        if (!SCHEME.equals(context.getUri().getScheme())) {
            return;
        }
        RestClientRequestContext request = ((ClientRequestContextImpl) context).getRestClientRequestContext();
        CallingRequest caller = CallingRequest.current();
        ServiceCalls.Call call = call(request, caller);
        Runnable traced =
                spans.isUnsatisfied() ? () -> {} : spans.get().begin(call.method(), call.target(), call.fields());
        if (caller != null) {
            // What is done with the answer runs in a context of its own, and may make further calls.
            caller.storeIn(context.getContext());
        }
        context.suspend();
        calls.call(call, caller)
                .thenAccept(answer -> context.getContext().runOnContext(nothing -> {
                    traced.run();
                    answer(request, answer);
                    context.resume();
                }));
    }

    private static ServiceCalls.Call call(RestClientRequestContext request, CallingRequest caller) {
        if (request.isMultipart() || request.isFileUpload()) {
            throw new ProcessingException("a multipart body or a file cannot be sent to a pullway: URL");
        }
        MultivaluedMap<String, String> headers = request.getRequestHeadersAsMap();
        Object configured = request.getConfiguration().getProperty(QuarkusRestClientProperties.STATIC_HEADERS);
        if (configured instanceof Map<?, ?> fixed) {
            fixed.forEach((name, value) -> headers.putSingle(name.toString(), value.toString()));
        }
        // Writers may still change the headers.
        Body body = body(request, headers);
        FieldLines fields = ForwardableFields.ofRequest(headers.entrySet().stream()
                .flatMap(header -> header.getValue().stream().map(value -> Map.entry(header.getKey(), value)))
                .toList());
        URI uri = request.getUri();
        fields.set("host", uri.getRawAuthority() == null ? "" : uri.getRawAuthority());
        if (caller != null) {
            caller.passOn(fields);
        }
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery();
        return new ServiceCalls.Call(request.getHttpMethod(), target, fields, body, limit(request));
    }

    private static Duration limit(RestClientRequestContext request) {
        Object millis = request.getConfiguration().getProperty(QuarkusRestClientProperties.READ_TIMEOUT);
        return millis instanceof Number number && number.longValue() > 0
                ? Duration.ofMillis(number.longValue())
                : READ_TIMEOUT;
    }

    private static Body body(RestClientRequestContext request, MultivaluedMap<String, String> headers) {
        Entity<?> entity = request.getEntity();
        if (entity == null) {
            return Body.EMPTY;
        }
        Variant variant = entity.getVariant();
        if (variant != null) {
            setIfAbsent(headers, HttpHeaders.CONTENT_TYPE, variant.getMediaType());
            setIfAbsent(headers, HttpHeaders.CONTENT_LANGUAGE, variant.getLanguageString());
            setIfAbsent(headers, HttpHeaders.CONTENT_ENCODING, variant.getEncoding());
        }
        try {
            Buffer written = request.writeEntity(
                    entity,
                    headers,
                    request.getConfiguration().getWriterInterceptors().toArray(NONE));
            return written == null ? Body.EMPTY : Body.of(written.getBytes());
        } catch (IOException e) {
            throw new ProcessingException("the entity cannot be written", e);
        }
    }

    private static void setIfAbsent(MultivaluedMap<String, String> headers, String name, Object value) {
        if (value != null && !headers.containsKey(name)) {
            headers.putSingle(name, value.toString());
        }
    }

    /**
     * As a filter does that answers by itself, and as the reading of an answer does: refusals are read from there. Both say
     * the same, for whoever runs the filters may still be about to take over the first.
     */
    private static void answer(RestClientRequestContext request, CallAnswer answer) {
        Response.Status known = Response.Status.fromStatusCode(answer.status());
        byte[] body = answer.body().toBytes();
        Response.ResponseBuilder aborted = Response.status(
                        answer.status(), known == null ? "" : known.getReasonPhrase())
                // Written as it stands, whatever its type.
                .entity(body.length == 0 ? null : Entity.entity(body, MediaType.APPLICATION_OCTET_STREAM_TYPE));
        answer.fields().forEach(aborted::header);
        Response response = aborted.build();
        request.setResponseStatus(response.getStatus());
        request.setResponseReasonPhrase(response.getStatusInfo().getReasonPhrase());
        request.setResponseHeaders(response.getStringHeaders());
        request.setResponseEntityStream(body.length == 0 ? null : new ByteArrayInputStream(body));
        request.setAbortedWith(response);
    }
}
