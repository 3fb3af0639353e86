package dev.tidemill.columnar;

import dev.tidemill.columnar.FeatureViews.ViewTable;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.RequestSpec;
import dev.tidemill.core.failure.Problem.Detail;
import dev.tidemill.core.failure.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Joins the rows of an uploaded file to the views, each at its own time. The file has exactly the request's columns and
 * its time, and its rows are held to the rules of a request; one that breaks a rule refuses the file.
 */
public final class BatchJoin {
    /** Column with the row's place in the file, from 0. */
    public static final String ROW = "_row";

    /** Follows a view's name in the column that says how its values stand: PRESENT, STALE or MISSING. */
    public static final String STATUS = "." + PointInTimeJoin.STATUS;

    /** Follows a view's name in the column with the seconds from the event time to the row's time; null when MISSING. */
    public static final String AGE_SECONDS = "." + PointInTimeJoin.AGE;

    private static final int DETAILS = 20;

    private final ProjectData data;
    private final Sandbox sandbox;
    private final RequestSpec request;

    /**
     * @param data with every dataset of {@link ProjectData#readByViews}
     */
    public BatchJoin(ProjectData data) {
        this.data = data;
        this.sandbox = data.sandbox();
        this.request = data.request();
    }

    /**
     * Checks and joins a file.
     *
     * @param filename what messages call it; one that ends in {@code .parquet} is read as Parquet, any other as CSV
     * @return Parquet with {@value #ROW}, the request's columns, its time, {@code view.feature} for each view, and for
     *     each view its status and age; in the file's order
     * @throws ProblemException {@code INVALID_FILE} when the file is empty, unreadable or has other columns,
     *     {@code INVALID_ROWS} naming the first 20 values that break a rule
     */
    public Joined join(Path file, String filename) {
        Map<String, ColumnType> types = RequestColumns.types(request);
        boolean parquet = filename.endsWith(".parquet");
        List<String> header = parquet
                ? ParquetStaging.load(sandbox, file, filename, types.keySet())
                : CsvStaging.load(sandbox, file, filename, types.keySet(), Set.of(), null)
                        .columns();
        requireNoOther(filename, header, types);
        TypedRows rows = new TypedRows(sandbox, types, true);
        rows.create("", TypedRows.CAST);
        rows.check(RequestColumns.rules(request), List.of());
        requireFaultless(filename);
        String requests = "__requests";
        sandbox.execute("CREATE OR REPLACE TEMP TABLE " + requests + " AS SELECT row_number() OVER (ORDER BY "
                + CsvStaging.LINE + ") - 1 AS " + ROW + ", " + SqlText.names(types.keySet()) + " FROM "
                + TypedRows.TABLE);
        List<ViewTable> views = data.buildViews();
        String joined = new PointInTimeJoin(sandbox, data.keepsStale(), true).select(requests, request.time(), views);
        Path target = sandbox.newFile(".parquet");
        sandbox.execute("COPY (" + joined + " ORDER BY r." + ROW + ") TO " + SqlText.literal(target.toString())
                + " (FORMAT parquet, COMPRESSION zstd)");
        List<String> features = views.stream()
                .flatMap(view -> view.features().keySet().stream().map(feature -> view.name() + "." + feature))
                .toList();
        return new Joined(
                target, sandbox.number("SELECT count(*) FROM " + requests), FileHash.sha256(target), features);
    }

    /**
     * Reads some rows of a joined file, in order; to be closed by the caller before the sandbox.
     *
     * @param from the first row, from 0
     * @param to the row before which to stop
     */
    public static ArrowReader read(Sandbox sandbox, Path joined, long from, long to) {
        return sandbox.stream("SELECT * FROM read_parquet(" + SqlText.literal(joined.toString()) + ") WHERE " + ROW
                + " >= " + from + " AND " + ROW + " < " + to + " ORDER BY " + ROW);
    }

    private static void requireNoOther(String filename, List<String> header, Map<String, ColumnType> types) {
        List<Detail> details = new ArrayList<>();
        for (String column : header) {
            if (!types.containsKey(column)) {
                details.add(new Detail(filename + " line 1", column, "one of " + String.join(", ", types.keySet())));
            }
        }
        if (!details.isEmpty()) {
            throw new ProblemException(
                    CsvStaging.INVALID_FILE,
                    filename + " has columns that are none of the request's: "
                            + details.stream().map(Detail::value).collect(Collectors.joining(", ")),
                    details);
        }
    }

    private void requireFaultless(String filename) {
        long faulty = RowFaults.rows(sandbox);
        if (faulty > 0) {
            throw new ProblemException(
                    "INVALID_ROWS",
                    faulty + " rows of " + filename + " cannot be predicted; nothing was scored",
                    RowFaults.first(sandbox, filename, DETAILS));
        }
    }

    /**
     * A joined file.
     *
     * @param sha256 of the file
     * @param features the {@code view.feature} columns in order
     */
    public record Joined(Path file, long rows, String sha256, List<String> features) {
        public Joined {
            features = List.copyOf(features);
        }
    }
}
