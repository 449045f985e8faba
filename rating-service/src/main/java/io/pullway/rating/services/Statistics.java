package io.pullway.rating.services;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What users think of a service.
 *
 * @param average rounded to two decimals; null where there are no ratings
 * @param distribution how many ratings have each score, for 1 to 5
 */
public record Statistics(
        long serviceId,
        long count,
        @Schema(nullable = true, examples = "4.25") BigDecimal average,
        Map<Integer, Long> distribution) {
    /** @param counts how many ratings have the score 1, 2 and so on */
    static Statistics of(long serviceId, Long[] counts) {
        Map<Integer, Long> distribution = new TreeMap<>();
        long count = 0;
        long sum = 0;
        for (int score = 1; score <= counts.length; score++) {
            long having = counts[score - 1];
            distribution.put(score, having);
            count += having;
            sum += score * having;
        }
        return new Statistics(serviceId, count, average(sum, count), distribution);
    }

    /** Halves are rounded up; null of nothing. */
    static BigDecimal average(long sum, long count) {
        return count == 0 ? null : BigDecimal.valueOf(sum).divide(BigDecimal.valueOf(count), 2, RoundingMode.HALF_UP);
    }
}
