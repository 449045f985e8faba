package io.pullway.rating.ratings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes what became of an import, one JSON text a line. A report has to fit into a message, and the import has
 * happened when it is written: once the details fill their share, later lines have their status only.
 */
final class ImportReport {
    /** With 10,000 lines that have no more than number, status and id it is less than 960 KiB. */
    private static final int MOST_BYTES_OF_DETAILS = 384 * 1024;

    private ImportReport() {}

    static byte[] of(List<ImportedLine> lines, ObjectMapper mapper) {
        ByteArrayOutputStream report = new ByteArrayOutputStream();
        int details = 0;
        for (ImportedLine line : lines) {
            byte[] written = written(line, mapper);
            if (line.detail() != null || line.errors() != null) {
                if (details + written.length > MOST_BYTES_OF_DETAILS) {
                    written = written(line.withoutDetails(), mapper);
                } else {
                    details += written.length;
                }
            }
            report.writeBytes(written);
        }
        return report.toByteArray();
    }

    private static byte[] written(ImportedLine line, ObjectMapper mapper) {
        try {
            return (mapper.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record of numbers and texts can be written", e);
        }
    }
}
