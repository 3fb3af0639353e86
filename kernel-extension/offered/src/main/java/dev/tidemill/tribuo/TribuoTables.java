package dev.tidemill.tribuo;

import dev.tidemill.client.table.Table;
import dev.tidemill.client.table.TableColumn;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/**
 * Turns tables into Tribuo datasets. A number is a feature of the column's name, a boolean is 0 or 1, a text is the
 * feature {@code column@value} with value 1; a missing value is left out. Rows without an output are left out too.
 */
public final class TribuoTables {
    private static final int BATCH = 8_192;

    private TribuoTables() {}

    /**
     * For classification.
     *
     * @param output column of any type; its text is the label
     * @param features columns; none for every other column of numbers, booleans and texts
     * @throws IllegalArgumentException when there is no such column, or it is of another type
     */
    public static MutableDataset<Label> labels(Table table, String output, String... features) {
        return dataset(table, output, features, new LabelFactory(), value -> new Label(String.valueOf(value)));
    }

    /**
     * For regression.
     *
     * @param output column of numbers, which names the regressor's dimension
     * @param features as for {@link #labels}
     * @throws IllegalArgumentException when there is no such column, or it is of another type
     */
    public static MutableDataset<Regressor> regressors(Table table, String output, String... features) {
        TableColumn column = column(table, output);
        if (!isNumber(column) || column.type().equals("BOOLEAN")) {
            throw new IllegalArgumentException(
                    "the column '" + output + "' is " + column.type() + ": a regression needs numbers");
        }
        return dataset(
                table,
                output,
                features,
                new RegressionFactory(),
                value -> new Regressor(output, ((Number) value).doubleValue()));
    }

    /** Makes the output of a value. */
    @FunctionalInterface
    private interface Outputs<T extends Output<T>> {
        T of(Object value);
    }

    private static <T extends Output<T>> MutableDataset<T> dataset(
            Table table, String output, String[] features, OutputFactory<T> factory, Outputs<T> outputs) {
        column(table, output);
        List<TableColumn> inputs = inputs(table, output, features);
        MutableDataset<T> dataset = new MutableDataset<>(
                new SimpleDataSourceProvenance("Tidemill table", OffsetDateTime.now(ZoneOffset.UTC), factory), factory);
        for (long from = 0; from < table.rows(); from += BATCH) {
            for (Map<String, @Nullable Object> row : table.rows(from, BATCH)) {
                Object value = row.get(output);
                if (value == null) {
                    continue;
                }
                ArrayExample<T> example = new ArrayExample<>(outputs.of(value));
                for (TableColumn input : inputs) {
                    add(example, input.name(), row.get(input.name()));
                }
                if (example.size() > 0) {
                    dataset.add(example);
                }
            }
        }
        return dataset;
    }

    private static void add(ArrayExample<?> example, String name, @Nullable Object value) {
        switch (value) {
            case null -> {
                // a missing value is no feature
            }
            case Boolean flag -> example.add(name, flag ? 1 : 0);
            case Number number -> example.add(name, number.doubleValue());
            default -> example.add(name + "@" + value, 1);
        }
    }

    private static List<TableColumn> inputs(Table table, String output, String[] features) {
        if (features.length == 0) {
            return table.columns().stream()
                    .filter(column -> !column.name().equals(output))
                    .filter(column -> isNumber(column) || isText(column))
                    .toList();
        }
        List<TableColumn> inputs = new ArrayList<>();
        for (String feature : features) {
            TableColumn column = column(table, feature);
            if (feature.equals(output) || (!isNumber(column) && !isText(column))) {
                throw new IllegalArgumentException("the column '" + feature + "' (" + column.type()
                        + ") is no feature: expected numbers, booleans or texts other than the output");
            }
            inputs.add(column);
        }
        return inputs;
    }

    private static boolean isNumber(TableColumn column) {
        return column.isNumeric() || column.type().equals("BOOLEAN");
    }

    private static boolean isText(TableColumn column) {
        return column.type().equals("VARCHAR") || column.type().startsWith("ENUM(");
    }

    private static TableColumn column(Table table, String name) {
        return table.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the table has no column '" + name + "': it has "
                        + String.join(
                                ", ",
                                table.columns().stream().map(TableColumn::name).toList())));
    }
}
