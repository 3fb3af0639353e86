package dev.tidemill.learning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of many rows by name, with equal values kept once. Filled by one thread, then only read. */
public final class InputTable {
    private final Map<String, List<@Nullable Object>> columns = new LinkedHashMap<>();
    private final Map<Object, Object> kept = new HashMap<>();
    private int size;

    /**
     * @param names of the values that are kept of each row
     */
    public InputTable(Iterable<String> names) {
        names.forEach(name -> columns.put(name, new ArrayList<>()));
    }

    /** Adds a row; names that it lacks are null. */
    public void add(Map<String, @Nullable Object> values) {
        columns.forEach((name, column) -> column.add(shared(values.get(name))));
        size++;
    }

    /** Rows added. */
    public int size() {
        return size;
    }

    /** Names of the values of each row. */
    public List<String> names() {
        return List.copyOf(columns.keySet());
    }

    /** One row, by name. */
    public Map<String, @Nullable Object> row(int index) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        columns.forEach((name, column) -> row.put(name, column.get(index)));
        return row;
    }

    /** One value; null where it is missing or the name is unknown. */
    public @Nullable Object value(String name, int index) {
        List<@Nullable Object> column = columns.get(name);
        return column == null ? null : column.get(index);
    }

    private @Nullable Object shared(@Nullable Object value) {
        if (value == null || kept.size() > 100_000) {
            return value;
        }
        Object earlier = kept.putIfAbsent(value, value);
        return earlier == null ? value : earlier;
    }
}
