package io.pullway.rating.web;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import jakarta.inject.Singleton;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;

/** Reads exactly one JSON text (RFC 8259) in UTF-8, without repeated names. Any thread may call. */
@Singleton
public class StrictJson {
    /** It is none; the message says why, to follow "The body". */
    public static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final int column;

        private MalformedException(String message) {
            this(message, 0);
        }

        private MalformedException(String message, int column) {
            super(message, null, false, false);
            this.column = column;
        }

        /** The message for a text that is one line of a longer one. */
        public String inLine() {
            return column == 0 ? getMessage() : "is not valid JSON (column %d)".formatted(column);
        }
    }

    private final ObjectReader reader;

    StrictJson(ObjectMapper mapper) {
        this.reader = mapper.reader()
                .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** @throws IOException of the stream */
    public JsonNode read(InputStream text) throws IOException, MalformedException {
        try {
            JsonNode parsed = reader.readTree(text);
            if (parsed.isMissingNode()) {
                throw new MalformedException("is empty");
            }
            return parsed;
        } catch (JsonProcessingException e) {
            // Not its message, which names classes.
            JsonLocation where = e.getLocation();
            if (where == null) {
                throw new MalformedException("is not valid JSON");
            }
            throw new MalformedException(
                    "is not valid JSON (line %d, column %d)".formatted(where.getLineNr(), where.getColumnNr()),
                    where.getColumnNr());
        } catch (CharConversionException e) {
            throw new MalformedException("is not valid UTF-8");
        }
    }
}
