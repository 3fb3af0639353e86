package dev.tidemill.inference.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named column of values.
 *
 * @param shape as sent
 * @param data in order: Boolean, Long, Double or String by the datatype; null where a value is missing
 */
public record Tensor(String name, Datatype datatype, List<Long> shape, List<@Nullable Object> data) {}
