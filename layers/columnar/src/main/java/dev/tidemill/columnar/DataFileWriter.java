package dev.tidemill.columnar;

import dev.tidemill.columnar.Lake.AppendRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.UnicodeUtil;
import org.jspecify.annotations.Nullable;

/** Writes a relation as a Parquet file with the table's field ids, and describes the file to Iceberg. */
final class DataFileWriter {
    private static final int BOUND_CHARACTERS = 16;

    private final Sandbox sandbox;
    private final Table table;
    private final List<Types.NestedField> fields = new ArrayList<>();

    DataFileWriter(Sandbox sandbox, Table table) {
        this.sandbox = sandbox;
        this.table = table;
    }

    /** Writes the rows in the order of their event times. */
    void write(String relation, Collection<String> columns, AppendRequest request, Path file) {
        StringBuilder ids = new StringBuilder();
        for (Types.NestedField field : table.schema().columns()) {
            if (columns.contains(field.name()) || Columns.META.containsKey(field.name())) {
                fields.add(field);
                ids.append(ids.isEmpty() ? "" : ", ")
                        .append(SqlText.literal(field.name()))
                        .append(": ")
                        .append(field.fieldId());
            }
        }
        String list = SqlText.names(fields.stream().map(Types.NestedField::name).toList());
        sandbox.execute("COPY (SELECT " + list + " FROM (SELECT *, " + SqlText.literal(request.ingestedAt())
                + " AS _ingested_at, " + SqlText.literal(request.ingestionId()) + " AS _ingestion_id, "
                + CsvStaging.LINE + " AS _row_id FROM " + relation + ") ORDER BY _event_time, _row_id) TO "
                + SqlText.literal(file.toString()) + " (FORMAT parquet, COMPRESSION zstd, FIELD_IDS {" + ids + "})");
    }

    /** The latest availability of a relation's rows. */
    Instant availableTo(String relation) {
        return SqlText.instant(sandbox.number("SELECT epoch_us(max(_available_at)) FROM " + relation));
    }

    /** The file written last, as it will lie at a location. */
    DataFile describe(String relation, Path file, String location) {
        String source = "read_parquet(" + SqlText.literal(file.toString()) + ")";
        Map<Integer, Long> values = new HashMap<>();
        Map<Integer, Long> nulls = new HashMap<>();
        Map<Integer, ByteBuffer> lower = new HashMap<>();
        Map<Integer, ByteBuffer> upper = new HashMap<>();
        long rows = sandbox.number("SELECT count(*) FROM " + relation);
        for (Types.NestedField field : fields) {
            String column = SqlText.name(field.name());
            sandbox.query(
                    "SELECT count(" + column + "), " + bounds(column, field.type()) + " FROM " + source, found -> {
                        values.put(field.fieldId(), rows);
                        nulls.put(field.fieldId(), rows - found.getLong(1));
                        if (found.getLong(1) > 0) {
                            lower.put(field.fieldId(), bound(field.type(), found, 2, false));
                            ByteBuffer top = bound(field.type(), found, 3, true);
                            if (top != null) {
                                upper.put(field.fieldId(), top);
                            }
                        }
                        return true;
                    });
        }
        return DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath(location)
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(size(file))
                .withMetrics(new Metrics(rows, sizes(file), values, nulls, Map.of(), lower, upper))
                .withSplitOffsets(offsets(file))
                .build();
    }

    private static String bounds(String column, Type type) {
        String low = "min(" + column + ")";
        String high = "max(" + column + ")";
        return switch (type.typeId()) {
            case TIMESTAMP -> "epoch_us(" + low + "), epoch_us(" + high + ")";
            case DATE ->
                "date_diff('day', DATE '1970-01-01', " + low + "), date_diff('day', DATE '1970-01-01', " + high + ")";
            default -> low + ", " + high;
        };
    }

    private static @Nullable ByteBuffer bound(Type type, ResultSet rows, int i, boolean upper) throws SQLException {
        Object value = switch (type.typeId()) {
            case STRING -> {
                Literal<CharSequence> text = Literal.of((CharSequence) rows.getString(i));
                Literal<CharSequence> cut = upper
                        ? UnicodeUtil.truncateStringMax(text, BOUND_CHARACTERS)
                        : UnicodeUtil.truncateStringMin(text, BOUND_CHARACTERS);
                yield cut == null ? null : cut.value();
            }
            case LONG, TIMESTAMP -> rows.getLong(i);
            case INTEGER, DATE -> rows.getInt(i);
            case DOUBLE -> rows.getDouble(i);
            case FLOAT -> rows.getFloat(i);
            case BOOLEAN -> rows.getBoolean(i);
            default -> throw new IllegalArgumentException("no bounds of " + type);
        };
        return value == null ? null : Conversions.toByteBuffer(type, value);
    }

    private Map<Integer, Long> sizes(Path file) {
        Map<String, Long> byName = new HashMap<>();
        sandbox.query(
                "SELECT path_in_schema, sum(total_compressed_size)::BIGINT FROM parquet_metadata("
                        + SqlText.literal(file.toString()) + ") GROUP BY ALL",
                rows -> byName.put(rows.getString(1), rows.getLong(2)));
        Map<Integer, Long> sizes = new HashMap<>();
        for (Types.NestedField field : fields) {
            Long bytes = byName.get(field.name());
            if (bytes != null) {
                sizes.put(field.fieldId(), bytes);
            }
        }
        return sizes;
    }

    private List<Long> offsets(Path file) {
        return sandbox.query(
                "SELECT min(coalesce(nullif(dictionary_page_offset, 0), data_page_offset)) FROM parquet_metadata("
                        + SqlText.literal(file.toString()) + ") GROUP BY row_group_id ORDER BY 1",
                rows -> rows.getLong(1));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
