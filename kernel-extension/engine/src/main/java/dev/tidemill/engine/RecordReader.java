package dev.tidemill.engine;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.client.table.TableColumn;
import dev.tidemill.contract.Spelling;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes records of a class that another class loader may have loaded, such as one defined in a cell. */
final class RecordReader<R extends Record> {
    private final Class<R> type;
    private final RecordComponent[] components;
    private final List<TableColumn> columns = new ArrayList<>();
    private final Constructor<R> constructor;

    /**
     * @throws EngineException {@code NO_SUCH_COLUMN} when a component has none
     */
    RecordReader(Class<R> type, List<TableColumn> available) {
        this.type = type;
        this.components = type.getRecordComponents();
        List<String> names = available.stream().map(TableColumn::name).toList();
        for (RecordComponent component : components) {
            columns.add(available.stream()
                    .filter(column -> column.name().equals(component.getName()))
                    .findFirst()
                    .or(() -> available.stream()
                            .filter(column -> column.name().equals(snake(component.getName())))
                            .findFirst())
                    .orElseThrow(() -> new EngineException(
                            "NO_SUCH_COLUMN",
                            "The component '" + component.getName() + "' of " + type.getSimpleName()
                                    + " has no column of its name: " + Spelling.expected(names, component.getName())
                                    + ".")));
        }
        try {
            this.constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new EngineException(
                    "WRONG_TYPE",
                    "The record " + type.getName() + " cannot be made from here: " + e.getMessage() + ".",
                    e);
        }
    }

    /** The columns that are read, in the order of the components. */
    List<String> columns() {
        return columns.stream().map(TableColumn::name).toList();
    }

    /**
     * The record of the current row, of which only {@link #columns} were asked.
     *
     * @param number of the row, from 1, for a message
     */
    R read(ResultSet rows, long number) throws SQLException {
        @Nullable Object[] arguments = new Object[components.length];
        for (int i = 0; i < arguments.length; i++) {
            TableColumn column = columns.get(i);
            Object value = CellValues.read(rows, i + 1, column.type());
            arguments[i] =
                    RecordValues.fit(value, components[i].getGenericType()).orElse(null);
            boolean lost = value != null && arguments[i] == null;
            if (lost || (arguments[i] == null && components[i].getType().isPrimitive())) {
                throw misfit(components[i], column, value, number);
            }
        }
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new EngineException(
                    "RECORD_REFUSED",
                    "Row " + number + ": the record " + type.getSimpleName() + " refused its values: " + cause + ".",
                    cause);
        } catch (ReflectiveOperationException e) {
            throw new EngineException("WRONG_TYPE", "The record " + type.getName() + " cannot be made.", e);
        }
    }

    private static EngineException misfit(
            RecordComponent component, TableColumn column, @Nullable Object value, long number) {
        String wanted = component.getGenericType().getTypeName().replace("java.lang.", "");
        return new EngineException(
                "WRONG_TYPE",
                "Row " + number + ", column '" + column.name() + "' (" + column.type() + ") has "
                        + (value == null ? "no value" : "the value " + value)
                        + ", which the component '" + component.getName() + "' of type " + wanted
                        + " cannot hold: declare it as " + RecordValues.suggested(column, value) + ".");
    }

    private static String snake(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
