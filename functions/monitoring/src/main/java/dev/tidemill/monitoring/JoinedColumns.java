package dev.tidemill.monitoring;

import dev.tidemill.columnar.SqlText;

/**
 * The columns of the file of joined predictions. Those of ours begin with an underscore; beside them stand the request's
 * columns and the model's inputs under their own names, with their declared types.
 */
final class JoinedColumns {
    /** The prediction's id. */
    static final String ID = "_id";

    /** {@code online} or {@code batch}. */
    static final String CHANNEL = "_channel";

    /** Number of the version that predicted. */
    static final String VERSION = "_version";

    /** Whether no later prediction of the same request, channel and version was captured. */
    static final String NEWEST = "_newest";

    /** Probability of a binary model, prediction of a regression. */
    static final String SCORE = "_score";

    /** 1 or 0 in a binary problem, the number in a regression; null unless the state is {@code labelled}. */
    static final String LABEL = "_label";

    /** {@code labelled}, {@code closed} (without an outcome) or {@code none}. */
    static final String LABEL_STATE = "_label_state";

    private JoinedColumns() {}

    /** SQL of an input or request column as text; null where it is missing. */
    static String text(String name) {
        return "CAST(" + SqlText.name(name) + " AS VARCHAR)";
    }

    /** SQL of an input as a number, truth values as 1 and 0; null where it is missing. */
    static String number(String name) {
        return "CAST(" + SqlText.name(name) + " AS DOUBLE)";
    }

    /** SQL of how a looked-up input stood to the request's time. */
    static String status(String feature) {
        return SqlText.name(statusColumn(feature));
    }

    /** Name of the column that holds the status of a looked-up input. */
    static String statusColumn(String feature) {
        return "_status." + feature;
    }
}
