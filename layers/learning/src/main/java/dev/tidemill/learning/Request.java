package dev.tidemill.learning;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request whose columns have their types and obey their rules.
 *
 * @param time prediction time, to the microsecond
 * @param values every request column, absent ones null: String, Long, Double, Boolean, Instant or LocalDate
 * @param sent view features that the caller sent, by full name
 */
public record Request(Instant time, Map<String, @Nullable Object> values, Map<String, LookedUp> sent) {}
