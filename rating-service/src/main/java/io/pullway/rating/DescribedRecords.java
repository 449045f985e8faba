package io.pullway.rating;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.pullway.rating.events.RebuiltAverages;
import io.pullway.rating.keys.ApiKey;
import io.pullway.rating.keys.CreatedApiKey;
import io.pullway.rating.ratings.ImportedLine;
import io.pullway.rating.ratings.Rating;
import io.pullway.rating.services.RatedService;
import io.pullway.rating.services.Service;
import io.pullway.rating.services.Statistics;
import io.pullway.rating.users.User;
import io.pullway.rating.web.Problem;
import io.pullway.rating.web.WrongField;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * What clients are told, by example: made of the records themselves and written as answers are, so that an example is of no
 * other form. And which members are always there: all of those records that do not leave out what is null.
 */
final class DescribedRecords {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private static final Instant MADE = Instant.parse("2026-03-10T16:15:50.123456Z");
    private static final Instant CHANGED = Instant.parse("2026-03-12T08:00:01.5Z");
    private static final String KEY = "pwk_" + "x".repeat(43);
    private static final WrongField WRONG = new WrongField("score", "must be from 1 to 5");

    private static final List<Record> EXAMPLES = List.of(
            new User(7, "Ada", "Lovelace", MADE, CHANGED),
            new Service(3, "Parcel tracking", "Where a parcel is.", MADE, MADE),
            new RatedService(3, "Parcel tracking", "Where a parcel is.", 4, new BigDecimal("4.25"), MADE, MADE),
            new Statistics(3, 4, new BigDecimal("4.25"), new TreeMap<>(Map.of(1, 0L, 2, 0L, 3, 1L, 4, 1L, 5, 2L))),
            new Rating(42, 7, 3, 4, "Came on time.", MADE, CHANGED),
            new ImportedLine(1, 201, 43L, null, null),
            new ImportedLine(2, 422, null, null, List.of(WRONG)),
            new ApiKey(5, "Nightly import", KEY.substring(KEY.length() - 4), MADE),
            new CreatedApiKey(5, "Nightly import", KEY.substring(KEY.length() - 4), MADE, KEY),
            new RebuiltAverages(120, 9, 3),
            WRONG,
            Problem.invalid(List.of(WRONG)),
            Problem.forbidden("This belongs to somebody else."));

    private DescribedRecords() {}

    static void describe(Components components) {
        EXAMPLES.stream()
                .collect(Collectors.groupingBy(Record::getClass))
                .forEach((type, some) -> describe(components.getSchemas().get(type.getSimpleName()), type, some));
    }

    /** As Jackson would write it, in maps and lists. */
    static Map<String, Object> tree(Record told) {
        return JSON.convertValue(told, new TypeReference<>() {});
    }

    private static void describe(Schema schema, Class<? extends Record> type, List<Record> examples) {
        schema.setExamples(examples.stream().<Object>map(DescribedRecords::tree).toList());
        if (!type.isAnnotationPresent(JsonInclude.class)) {
            schema.setRequired(names(type).toList());
        }
    }

    private static Stream<String> names(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents()).map(component -> component.getName());
    }
}
