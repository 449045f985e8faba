package io.pullway.rating.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Reads the {@link MergePatch} that a resource method takes. Refuses what is not JSON (400). */
@Provider
@Consumes(MergePatch.MEDIA_TYPE)
public class MergePatchReader implements MessageBodyReader<MergePatch> {
    private final StrictJson json;
    private final ObjectMapper mapper;
    private final InputBinder binder;

    MergePatchReader(StrictJson json, ObjectMapper mapper, InputBinder binder) {
        this.json = json;
        this.mapper = mapper;
        this.binder = binder;
    }

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type == MergePatch.class;
    }

    @Override
    public MergePatch readFrom(
            Class<MergePatch> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        JsonInputReader.requireContentType(headers);
        try {
            return new MergePatch(json.read(body), mapper, binder);
        } catch (StrictJson.MalformedException e) {
            throw Problem.malformed("The body " + e.getMessage() + ".").asException();
        }
    }
}
