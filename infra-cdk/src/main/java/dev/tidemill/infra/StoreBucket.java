package dev.tidemill.infra;

import java.util.Locale;

/** The buckets of the data stack. */
public enum StoreBucket {
    /** Raw uploads, quarantine and the Iceberg tables. */
    LAKE,
    /** Project revisions, model bundles, run artifacts and reports. */
    ARTIFACTS,
    /** Captured predictions. */
    CAPTURE;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String variable() {
        return "TIDEMILL_" + name() + "_BUCKET";
    }
}
