package dev.tidemill.columnar;

import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The columns that every dataset's table has beside those of its source. */
public final class Columns {
    /** When the row's fact held. */
    public static final String EVENT_TIME = "_event_time";

    /** When the row could first be known. */
    public static final String AVAILABLE_AT = "_available_at";

    /** When it was ingested, by the clock. */
    public static final String INGESTED_AT = "_ingested_at";

    /** The ingestion that brought it. */
    public static final String INGESTION_ID = "_ingestion_id";

    /** The line of the source file at which it begins; with the ingestion id it identifies the row. */
    public static final String ROW_ID = "_row_id";

    /** Their types, in the order in which they stand in the table. */
    public static final Map<String, ColumnType> META = meta();

    private Columns() {}

    private static Map<String, ColumnType> meta() {
        Map<String, ColumnType> types = new LinkedHashMap<>();
        types.put(EVENT_TIME, ColumnType.TIMESTAMP);
        types.put(AVAILABLE_AT, ColumnType.TIMESTAMP);
        types.put(INGESTED_AT, ColumnType.TIMESTAMP);
        types.put(INGESTION_ID, ColumnType.STRING);
        types.put(ROW_ID, ColumnType.INT);
        return Collections.unmodifiableMap(types);
    }
}
