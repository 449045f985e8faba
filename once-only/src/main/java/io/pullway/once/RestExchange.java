package io.pullway.once;

import io.pullway.once.StoredAnswer.Header;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.core.GenericEntity;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.common.util.ServerMediaType;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.EncodedMediaType;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.core.ServerSerialisers;

/**
 * The request of Quarkus REST that the calling thread works on: the one file that knows its inside. Turns
 * what a method returned into the bytes that its answer will have.
 */
final class RestExchange {
    /** Property of the request that holds its {@link StoredAnswer}, for the response filter. */
    static final String ANSWER = StoredAnswer.class.getName();

    private static final String ENTERED = OnceOnly.class.getName();

    private final ResteasyReactiveRequestContext context;

    private RestExchange(ResteasyReactiveRequestContext context) {
        this.context = context;
    }

    /** Null outside a request. */
    static RestExchange current() {
        ResteasyReactiveRequestContext context = CurrentRequestManager.get();
        return context == null ? null : new RestExchange(context);
    }

    /** @return false if a once-only method of this request is running already */
    boolean enter() {
        boolean first = context.getProperty(ENTERED) == null;
        context.setProperty(ENTERED, Boolean.TRUE);
        return first;
    }

    /** Lets the response filter answer so. */
    void answer(StoredAnswer answer) {
        context.setProperty(ANSWER, answer);
    }

    /** The status that a returned value stands for. */
    static int status(Object result, Method method) {
        return switch (result) {
            case Response response -> response.getStatus();
            case RestResponse<?> response -> response.getStatus();
            case null, default -> {
                ResponseStatus chosen = method.getAnnotation(ResponseStatus.class);
                yield chosen != null ? chosen.value() : result == null ? 204 : 200;
            }
        };
    }

    /**
     * The answer with the bytes that the application's message body writers make.
     *
     * @throws IOException from the writer
     */
    StoredAnswer serialised(Object result, Method method) throws IOException {
        int status = status(result, method);
        return switch (result) {
            case Response response -> serialised(status, response, method);
            case RestResponse<?> response -> serialised(status, response.toResponse(), method);
            case null -> new StoredAnswer(status, List.of(), null);
            default -> withBody(status, new MultivaluedHashMap<>(), result, method, method.getGenericReturnType());
        };
    }

    private StoredAnswer serialised(int status, Response response, Method method) throws IOException {
        MultivaluedMap<String, String> headers = response.getStringHeaders();
        Object entity = response.hasEntity() ? response.getEntity() : null;
        return entity == null
                ? new StoredAnswer(status, list(headers), null)
                : withBody(status, headers, entity, method, entity.getClass());
    }

    private StoredAnswer withBody(
            int status, MultivaluedMap<String, String> set, Object returned, Method method, Type declared)
            throws IOException {
        boolean generic = returned instanceof GenericEntity;
        Object entity = generic ? ((GenericEntity<?>) returned).getEntity() : returned;
        Type type = generic ? ((GenericEntity<?>) returned).getType() : declared;
        MultivaluedMap<String, String> headers = new MultivaluedHashMap<>();
        headers.putAll(set);
        String chosen = set.getFirst(HttpHeaders.CONTENT_TYPE);
        MediaType mediaType = chosen != null ? MediaType.valueOf(chosen) : negotiated(entity);
        if (chosen == null) {
            headers.putSingle(HttpHeaders.CONTENT_TYPE, new EncodedMediaType(mediaType).toString());
        }
        return new StoredAnswer(status, list(headers), bytes(entity, type, method, mediaType));
    }

    private byte[] bytes(Object entity, Type type, Method method, MediaType mediaType) throws IOException {
        @SuppressWarnings("unchecked")
        Class<Object> raw = (Class<Object>) entity.getClass();
        MessageBodyWriter<Object> writer =
                context.getProviders().getMessageBodyWriter(raw, type, method.getAnnotations(), mediaType);
        if (writer == null) {
            throw new IOException("nothing writes " + raw.getName() + " as " + mediaType);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        MultivaluedMap<String, Object> ignored = new MultivaluedHashMap<>();
        ignored.putSingle(HttpHeaders.CONTENT_TYPE, mediaType);
        writer.writeTo(entity, raw, type, method.getAnnotations(), mediaType, ignored, bytes);
        return bytes.toByteArray();
    }

    /** As Quarkus REST would after the method: by what the method produces and the client accepts. */
    private MediaType negotiated(Object entity) {
        ServerMediaType produces = context.getTarget().getProduces();
        String accept = context.serverRequest().getRequestHeader(HttpHeaders.ACCEPT);
        MediaType chosen =
                produces == null ? null : produces.negotiateProduces(accept).getKey();
        if (chosen != null && !chosen.isWildcardType() && !chosen.isWildcardSubtype()) {
            return chosen;
        }
        ServerSerialisers serialisers = context.getDeployment().getSerialisers();
        MediaType found = serialisers
                .findWriterNoMediaType(context, entity, serialisers, RuntimeType.SERVER)
                .getMediaType();
        return found == null ? MediaType.APPLICATION_OCTET_STREAM_TYPE : found;
    }

    private static List<Header> list(MultivaluedMap<String, String> headers) {
        List<Header> list = new ArrayList<>();
        headers.forEach((name, values) -> values.forEach(value -> list.add(new Header(name, value))));
        return list;
    }
}
