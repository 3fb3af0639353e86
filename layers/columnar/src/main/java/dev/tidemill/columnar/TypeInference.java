package dev.tidemill.columnar;

import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the type of columns that nothing declares: the narrowest that all but one in a thousand of the values fit, so
 * that a stray value is a fault of its row and does not turn the column into text. A whole-number column with any
 * fraction in it is of numbers; one without values, or of only 0 and 1 beside words, is text.
 */
final class TypeInference {
    private static final double STRAY = 0.001;

    private TypeInference() {}

    static Map<String, ColumnType> infer(Sandbox sandbox, List<String> columns) {
        Map<String, ColumnType> types = new LinkedHashMap<>();
        for (String column : columns) {
            types.put(column, infer(sandbox, column));
        }
        return types;
    }

    private static ColumnType infer(Sandbox sandbox, String column) {
        String text = SqlText.name(column);
        String sql = "SELECT count(" + text + ")" + fitting(text, ColumnType.INT) + fitting(text, ColumnType.DOUBLE)
                + fitting("CASE WHEN lower(" + text + ") IN ('true', 'false') THEN " + text + " END", ColumnType.BOOL)
                + fitting(text, ColumnType.TIMESTAMP) + fitting(text, ColumnType.DATE) + " FROM " + CsvStaging.TABLE;
        List<Long> counts = sandbox.query(sql, rows -> {
                    List<Long> numbers = new ArrayList<>();
                    for (int i = 1; i <= 6; i++) {
                        numbers.add(rows.getLong(i));
                    }
                    return numbers;
                })
                .getFirst();
        long values = counts.get(0);
        long enough = values - (long) Math.floor(values * STRAY);
        if (values == 0) {
            return ColumnType.STRING;
        }
        if (counts.get(2) >= enough) {
            return counts.get(1).equals(counts.get(2)) ? ColumnType.INT : ColumnType.DOUBLE;
        }
        if (counts.get(3) >= enough) {
            return ColumnType.BOOL;
        }
        if (counts.get(4) >= enough) {
            return counts.get(4).equals(counts.get(5)) ? ColumnType.DATE : ColumnType.TIMESTAMP;
        }
        return ColumnType.STRING;
    }

    private static String fitting(String text, ColumnType type) {
        return ", count(*) FILTER (" + Casts.fits(text, type) + ")";
    }
}
