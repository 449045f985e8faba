package io.pullway.rating.ratings;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.pullway.rating.web.WrongField;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of one line of an import.
 *
 * @param line its number, from 1
 * @param status as {@code POST /ratings} would have answered: 201, 400, 409 or 422
 * @param id of the rating, with 201
 * @param detail what is wrong with the line, with 400
 * @param errors one entry for each wrong field, with 422
 */
@JsonInclude(Include.NON_NULL)
@Schema(requiredProperties = {"line", "status"})
public record ImportedLine(int line, int status, Long id, String detail, List<WrongField> errors) {
    static ImportedLine created(int line, long id) {
        return new ImportedLine(line, 201, id, null, null);
    }

    static ImportedLine malformed(int line, String detail) {
        return new ImportedLine(line, 400, null, detail, null);
    }

    /** The user has already rated the service, before or in an earlier line. */
    static ImportedLine conflict(int line) {
        return new ImportedLine(line, 409, null, null, null);
    }

    static ImportedLine invalid(int line, List<WrongField> errors) {
        return new ImportedLine(line, 422, null, null, errors);
    }

    ImportedLine withoutDetails() {
        return new ImportedLine(line, status, id, null, null);
    }
}
