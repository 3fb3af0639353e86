package dev.tidemill.learning;

import java.util.Arrays;

/**
 * Encoded rows, stored sparse: a missing value takes no room, 0.0 is a value. Rows are added by one thread; once filled
 * it is only read.
 */
public final class EncodedRows {
    private final int columns;
    private long[] starts = new long[1025];
    private int[] index = new int[8192];
    private float[] value = new float[8192];
    private int rows;

    /**
     * @param columns of every row
     */
    public EncodedRows(int columns) {
        this.columns = columns;
    }

    /**
     * Adds a row.
     *
     * @param row one value a column, NaN where it is missing; it is copied
     */
    public void add(float[] row) {
        if (row.length != columns) {
            throw new IllegalArgumentException("row of " + row.length + " columns: expected " + columns);
        }
        int end = Math.toIntExact(starts[rows]);
        if (end + columns > index.length) {
            int capacity = Math.max(end + columns, index.length + (index.length >> 1));
            index = Arrays.copyOf(index, capacity);
            value = Arrays.copyOf(value, capacity);
        }
        for (int i = 0; i < columns; i++) {
            if (!Float.isNaN(row[i])) {
                index[end] = i;
                value[end] = row[i];
                end++;
            }
        }
        rows++;
        if (rows == starts.length) {
            starts = Arrays.copyOf(starts, starts.length * 2);
        }
        starts[rows] = end;
    }

    /** Rows added. */
    public int size() {
        return rows;
    }

    /** Columns of every row. */
    public int columns() {
        return columns;
    }

    /**
     * Copies a row out.
     *
     * @param into one element a column; NaN where the value is missing
     */
    public void row(int number, float[] into) {
        Arrays.fill(into, Float.NaN);
        for (int i = (int) starts[number]; i < starts[number + 1]; i++) {
            into[index[i]] = value[i];
        }
    }

    long[] starts() {
        return Arrays.copyOf(starts, rows + 1);
    }

    int[] index() {
        return Arrays.copyOf(index, (int) starts[rows]);
    }

    float[] values() {
        return Arrays.copyOf(value, (int) starts[rows]);
    }
}
