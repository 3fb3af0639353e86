package dev.tidemill.infra;

import java.util.Locale;

/** The DynamoDB tables of the data stack: key {@code pk}, and {@code sk} where one partition holds several items. */
public enum StoreTable {
    /** The online feature store: one item an entity and view. */
    FEATURES(false),
    /** Experiments, runs and metrics. */
    TRACKING(true),
    /** Models, versions and aliases. */
    REGISTRY(true),
    /** Projects, executions, triggers, idempotency and the outbox. */
    LIFECYCLE(true);

    private final boolean sorted;

    StoreTable(boolean sorted) {
        this.sorted = sorted;
    }

    /** Whether items have a sort key, and an index to be listed by. */
    boolean sorted() {
        return sorted;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String tableName() {
        return "tidemill-" + word();
    }

    String variable() {
        return "TIDEMILL_" + name() + "_TABLE";
    }
}
