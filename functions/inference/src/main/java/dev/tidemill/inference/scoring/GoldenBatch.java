package dev.tidemill.inference.scoring;

import dev.tidemill.columnar.BatchJoin;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.RequestSpec;
import dev.tidemill.core.feature.FeatureStatus;
import dev.tidemill.inference.serving.ServedModel;
import dev.tidemill.learning.BundleManifest;
import dev.tidemill.learning.GoldenRow;
import dev.tidemill.learning.LookedUp;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Lays a version's golden rows out as {@link BatchJoin} lays out the rows of a file. */
final class GoldenBatch {
    private final BufferAllocator allocator;
    private final List<GoldenRow> rows;
    private final List<FieldVector> vectors = new ArrayList<>();

    private GoldenBatch(BufferAllocator allocator, List<GoldenRow> rows) {
        this.allocator = allocator;
        this.rows = rows;
    }

    /** The batch, to be closed by the caller before the allocator. */
    static VectorSchemaRoot of(ServedModel model, BufferAllocator allocator) {
        GoldenBatch batch = new GoldenBatch(allocator, model.bundle().golden());
        BundleManifest manifest = model.bundle().manifest();
        for (BundleManifest.Port input : manifest.inputs()) {
            batch.add(input.name(), input.type(), row -> row.request().get(input.name()));
        }
        RequestSpec request = model.request();
        if (!request.columns().containsKey(request.time())) {
            batch.add(request.time(), ColumnType.TIMESTAMP, row -> row.time().toString());
        }
        manifest.featureTypes()
                .forEach((name, type) ->
                        batch.add(name, type, row -> found(row, name).value()));
        for (String view : model.path().viewNames()) {
            List<String> features = manifest.featureTypes().keySet().stream()
                    .filter(name -> name.startsWith(view + "."))
                    .toList();
            batch.add(
                    view + BatchJoin.STATUS,
                    ColumnType.STRING,
                    row -> ofView(row, features).status().name());
            batch.add(
                    view + BatchJoin.AGE_SECONDS,
                    ColumnType.INT,
                    row -> ofView(row, features).ageSeconds());
        }
        VectorSchemaRoot root = VectorSchemaRoot.of(batch.vectors.toArray(FieldVector[]::new));
        root.setRowCount(batch.rows.size());
        return root;
    }

    private static LookedUp found(GoldenRow row, String feature) {
        Map<String, LookedUp> features = row.features();
        return features.getOrDefault(feature, LookedUp.MISSING);
    }

    /** A view has one status in a batch: that of the features that are there. */
    private static LookedUp ofView(GoldenRow row, List<String> features) {
        LookedUp first = LookedUp.MISSING;
        for (String feature : features) {
            LookedUp found = found(row, feature);
            if (found.status() == FeatureStatus.PRESENT) {
                return found;
            }
            first = found;
        }
        return first;
    }

    private void add(String name, ColumnType type, Function<GoldenRow, @Nullable Object> value) {
        FieldVector vector = switch (type) {
            case STRING -> new VarCharVector(name, allocator);
            case INT -> new BigIntVector(name, allocator);
            case DOUBLE, FLOAT32 -> new Float8Vector(name, allocator);
            case BOOL -> new BitVector(name, allocator);
            case TIMESTAMP -> new TimeStampMicroTZVector(name, allocator, "UTC");
            case DATE -> new DateDayVector(name, allocator);
        };
        vectors.add(vector);
        for (int i = 0; i < rows.size(); i++) {
            Object cell = value.apply(rows.get(i));
            if (cell == null) {
                vector.setNull(i);
            } else {
                set(vector, i, cell);
            }
        }
        vector.setValueCount(rows.size());
    }

    /** Golden rows are read from JSON, so numbers are of any class, and times and dates are text. */
    private static void set(FieldVector vector, int i, Object cell) {
        switch (vector) {
            case VarCharVector text -> text.setSafe(i, cell.toString().getBytes(StandardCharsets.UTF_8));
            case BigIntVector whole -> whole.setSafe(i, ((Number) cell).longValue());
            case Float8Vector real -> real.setSafe(i, ((Number) cell).doubleValue());
            case BitVector flag -> flag.setSafe(i, (Boolean) cell ? 1 : 0);
            case TimeStampMicroTZVector time ->
                time.setSafe(i, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(cell.toString())));
            case DateDayVector day ->
                day.setSafe(i, Math.toIntExact(LocalDate.parse(cell.toString()).toEpochDay()));
            default -> throw new IllegalStateException("vector " + vector.getName());
        }
    }
}
