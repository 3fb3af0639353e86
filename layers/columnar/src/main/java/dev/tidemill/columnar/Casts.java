package dev.tidemill.columnar;

import dev.tidemill.contract.project.ProjectSpec.ColumnType;

/** Strict readings of text: each is null where the text is not of the type, and never rounds or guesses. */
final class Casts {
    private static final String INTEGER = "[+-]?[0-9]+([.]0*)?";
    private static final String NUMBER = "[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?";
    private static final String DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    private static final String CLOCK = "[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?";
    private static final String OFFSET = " ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)";

    /** Text that is an instant by itself. */
    static final String INSTANT = DAY + "[T ]" + CLOCK + OFFSET;

    private static final String TIMESTAMP = DAY + "([T ]" + CLOCK + "(" + OFFSET + ")?)?";

    private Casts() {}

    /**
     * SQL that reads a text.
     *
     * @param text SQL of the text
     * @param offsets whether a timestamp has to have an offset; without one it is otherwise read as UTC
     */
    static String cast(String text, ColumnType type, boolean offsets) {
        String stripped = "trim(" + text + ")";
        return switch (type) {
            case STRING -> text;
            case INT -> guarded(stripped, INTEGER, "BIGINT");
            case DOUBLE -> finite(guarded(stripped, NUMBER, "DOUBLE"));
            case FLOAT32 -> finite(guarded(stripped, NUMBER, "FLOAT"));
            case BOOL ->
                "CASE lower(" + stripped
                        + ") WHEN 'true' THEN true WHEN '1' THEN true WHEN 'false' THEN false WHEN '0' THEN false END";
            case TIMESTAMP -> guarded(stripped, offsets ? INSTANT : TIMESTAMP, "TIMESTAMPTZ");
            case DATE -> guarded(stripped, DAY, "DATE");
        };
    }

    /** What a text of the type looks like. */
    static String expected(ColumnType type, boolean offsets) {
        return switch (type) {
            case STRING -> "text";
            case INT -> "an int (a whole number of at most 19 digits)";
            case DOUBLE, FLOAT32 -> "a finite number";
            case BOOL -> "true or false";
            case TIMESTAMP ->
                offsets
                        ? "a timestamp with an offset, such as 2013-07-01T04:00:00Z"
                        : "a timestamp, such as 2013-07-01T04:00:00Z";
            case DATE -> "a date, such as 2013-07-01";
        };
    }

    /** SQL that tells whether a text may stand for the type. */
    static String fits(String text, ColumnType type) {
        return "(" + cast(text, type, false) + ") IS NOT NULL";
    }

    private static String guarded(String text, String pattern, String duckType) {
        return "CASE WHEN regexp_full_match(" + text + ", '" + pattern + "') THEN TRY_CAST(" + text + " AS " + duckType
                + ") END";
    }

    private static String finite(String number) {
        return "CASE WHEN isfinite(" + number + ") THEN " + number + " END";
    }
}
