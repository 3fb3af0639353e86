package dev.tidemill.learning;

import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Brings what an expression gave to the type that the feature declares. */
final class ExpressionResult {
    private ExpressionResult() {}

    static @Nullable Object convert(Object result, ColumnType type) {
        if (result instanceof dev.cel.common.values.NullValue) {
            return null;
        }
        Object value = switch (type) {
            case DOUBLE, FLOAT32 -> toDouble(result);
            case INT -> result instanceof Long ? result : null;
            case BOOL -> result instanceof Boolean ? result : null;
            case STRING -> result instanceof String ? result : null;
            case TIMESTAMP, DATE -> result instanceof Instant ? result : null;
        };
        if (value == null) {
            throw new ProblemException(
                    "EXPRESSION_FAILED",
                    "An on-demand feature gave another type than it declares.",
                    List.of(new Problem.Detail(
                            "expression", String.valueOf(result), type.name().toLowerCase(Locale.ROOT))));
        }
        return value instanceof Double d && !Double.isFinite(d) ? null : value;
    }

    private static @Nullable Object toDouble(Object result) {
        if (result instanceof Double) {
            return result;
        }
        return result instanceof Long whole ? Double.valueOf(whole.doubleValue()) : null;
    }
}
