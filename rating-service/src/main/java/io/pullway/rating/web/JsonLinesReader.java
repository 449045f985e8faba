package io.pullway.rating.web;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Reads the {@link JsonLines} that a resource method takes. Refuses too many of them (413). */
@Provider
@Consumes(JsonLines.MEDIA_TYPE)
public class JsonLinesReader implements MessageBodyReader<JsonLines> {
    private final StrictJson json;

    JsonLinesReader(StrictJson json) {
        this.json = json;
    }

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type == JsonLines.class;
    }

    @Override
    public JsonLines readFrom(
            Class<JsonLines> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        JsonInputReader.requireContentType(headers);
        return new JsonLines(body.readAllBytes(), json);
    }
}
