package dev.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.core.feature.FeatureStatus;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalDayVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ArrowRowsTest {
    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void close() {
        allocator.close();
    }

    private VarCharVector text(String name, List<? extends @Nullable Object> values) {
        VarCharVector vector = new VarCharVector(name, allocator);
        vector.allocateNew();
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value != null) {
                vector.setSafe(i, value.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
        vector.setValueCount(values.size());
        return vector;
    }

    private BigIntVector whole(String name, List<? extends @Nullable Object> values) {
        BigIntVector vector = new BigIntVector(name, allocator);
        vector.allocateNew(values.size());
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) instanceof Long value) {
                vector.set(i, value);
            }
        }
        vector.setValueCount(values.size());
        return vector;
    }

    private Float8Vector real(String name, List<? extends @Nullable Object> values) {
        Float8Vector vector = new Float8Vector(name, allocator);
        vector.allocateNew(values.size());
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) instanceof Double value) {
                vector.set(i, value);
            }
        }
        vector.setValueCount(values.size());
        return vector;
    }

    private TimeStampMicroTZVector time(String name, List<? extends @Nullable Object> values) {
        TimeStampMicroTZVector vector = new TimeStampMicroTZVector(
                name, FieldType.nullable(new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")), allocator);
        vector.allocateNew(values.size());
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) instanceof Instant value) {
                vector.set(i, value.getEpochSecond() * 1_000_000 + value.getNano() / 1000);
            }
        }
        vector.setValueCount(values.size());
        return vector;
    }

    @Test
    void predict_arrowRow_sameBitsAsMap() {
        ModelBundle bundle = Trainings.train(Specs.flights());
        List<Integer> numbers =
                java.util.stream.IntStream.range(2000, 2500).boxed().toList();
        List<Map<String, @Nullable Object>> raw =
                numbers.stream().map(Trainings::raw).toList();
        Map<String, List<@Nullable Object>> features = new LinkedHashMap<>();
        for (String name : Trainings.FEATURES.keySet()) {
            features.put(
                    name,
                    numbers.stream()
                            .<@Nullable Object>map(n -> Trainings.features(n)
                                    .getOrDefault(name, LookedUp.MISSING)
                                    .value())
                            .toList());
        }
        try (VectorSchemaRoot batch = VectorSchemaRoot.of(
                time("predict_at", column(raw, "predict_at")),
                time("scheduled_departure", column(raw, "scheduled_departure")),
                text("carrier", column(raw, "carrier")),
                whole("flight", column(raw, "flight")),
                text("origin", column(raw, "origin")),
                text("dest", column(raw, "dest")),
                whole("distance", column(raw, "distance")),
                real("weather.visib", features.getOrDefault("weather.visib", List.of())),
                real("weather.wind_speed", features.getOrDefault("weather.wind_speed", List.of())))) {
            batch.setRowCount(numbers.size());
            for (int i = 0; i < numbers.size(); i++) {
                Prediction single = bundle.path()
                        .predict(Trainings.request(bundle.path(), numbers.get(i)), Trainings.features(numbers.get(i)));
                Prediction fromBatch = predict(bundle.path(), ArrowRows.row(batch, i));
                assertThat(fromBatch.encoded()).isEqualTo(single.encoded());
                assertThat(fromBatch.inputs()).isEqualTo(single.inputs());
                assertThat(Double.doubleToRawLongBits(fromBatch.score()))
                        .isEqualTo(Double.doubleToRawLongBits(single.score()));
            }
        }
    }

    private static Prediction predict(RequestPath path, Map<String, @Nullable Object> row) {
        Map<String, LookedUp> found = new HashMap<>();
        for (String name : path.featureNames()) {
            Object value = row.remove(name);
            found.put(name, new LookedUp(value, FeatureStatus.PRESENT, null, LookedUp.Source.STORE));
        }
        return path.predict(path.request(row, Instant.EPOCH, name -> name), found);
    }

    private static List<@Nullable Object> column(List<Map<String, @Nullable Object>> rows, String name) {
        return rows.stream().<@Nullable Object>map(row -> row.get(name)).toList();
    }

    @Test
    void value_everyType() {
        try (BitVector flag = new BitVector("flag", allocator);
                TinyIntVector tiny = new TinyIntVector("tiny", allocator);
                SmallIntVector small = new SmallIntVector("small", allocator);
                IntVector middle = new IntVector("middle", allocator);
                Float4Vector single = new Float4Vector("single", allocator);
                DateDayVector day = new DateDayVector("day", allocator);
                DecimalVector decimal = new DecimalVector("decimal", allocator, 38, 2);
                TimeStampMicroVector local = new TimeStampMicroVector("local", allocator);
                TimeStampNanoVector nano = new TimeStampNanoVector("nano", allocator)) {
            flag.setSafe(0, 1);
            tiny.setSafe(0, -3);
            small.setSafe(0, 300);
            middle.setSafe(0, 70000);
            single.setSafe(0, 0.5f);
            day.setSafe(0, (int) LocalDate.of(2013, 7, 1).toEpochDay());
            decimal.setSafe(0, new BigDecimal("12.25"));
            local.setSafe(0, -1L);
            nano.setSafe(0, 1_234_567_890L);
            assertThat(ArrowRows.value(flag, 0)).isEqualTo(true);
            assertThat(ArrowRows.value(tiny, 0)).isEqualTo(-3L);
            assertThat(ArrowRows.value(small, 0)).isEqualTo(300L);
            assertThat(ArrowRows.value(middle, 0)).isEqualTo(70000L);
            assertThat(ArrowRows.value(single, 0)).isEqualTo(0.5);
            assertThat(ArrowRows.value(day, 0)).isEqualTo(LocalDate.of(2013, 7, 1));
            assertThat(ArrowRows.value(decimal, 0)).isEqualTo(12.25);
            assertThat(ArrowRows.value(local, 0)).isEqualTo(Instant.parse("1969-12-31T23:59:59.999999Z"));
            assertThat(ArrowRows.value(nano, 0)).isEqualTo(Instant.parse("1970-01-01T00:00:01.234567Z"));
            assertThat(ArrowRows.value(flag, 1)).isNull();
            assertThat(List.<FieldVector>of(flag, middle, single, decimal, day, local))
                    .extracting(vector -> ArrowRows.type(vector.getField()))
                    .containsExactly(
                            ColumnType.BOOL,
                            ColumnType.INT,
                            ColumnType.DOUBLE,
                            ColumnType.DOUBLE,
                            ColumnType.DATE,
                            ColumnType.TIMESTAMP);
        }
    }

    @Test
    void value_otherType_namesColumn() {
        try (IntervalDayVector span = new IntervalDayVector("span", allocator)) {
            span.setSafe(0, 1, 2);
            assertThatThrownBy(() -> ArrowRows.value(span, 0)).hasMessageContaining("column 'span'");
            assertThatThrownBy(() -> ArrowRows.type(span.getField())).hasMessageContaining("column 'span'");
        }
    }
}
