package io.pullway.rating.web;

import jakarta.ws.rs.ConstrainedTo;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/**
 * Reads the record that a resource method takes as JSON. Refuses what is not JSON (400), and what is not such a
 * record with one entry for each wrong field (422): {@link InputBinder}.
 */
@Provider
@ConstrainedTo(RuntimeType.SERVER)
@Consumes(MediaType.APPLICATION_JSON)
public class JsonInputReader implements MessageBodyReader<Record> {
    private final StrictJson json;
    private final InputBinder binder;

    JsonInputReader(StrictJson json, InputBinder binder) {
        this.json = json;
        this.binder = binder;
    }

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type.isRecord();
    }

    @Override
    public Record readFrom(
            Class<Record> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        requireContentType(headers);
        try {
            return binder.valid(json.read(body), type);
        } catch (StrictJson.MalformedException e) {
            throw Problem.malformed("The body " + e.getMessage() + ".").asException();
        }
    }

    /** Jakarta REST would take it for what is consumed: a browser sends such a request across sites without asking. */
    static void requireContentType(MultivaluedMap<String, String> headers) {
        if (headers.getFirst(HttpHeaders.CONTENT_TYPE) == null) {
            throw new NotSupportedException();
        }
    }
}
