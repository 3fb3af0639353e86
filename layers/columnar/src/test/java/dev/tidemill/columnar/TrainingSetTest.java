package dev.tidemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.SplitSpec;
import dev.tidemill.contract.project.ProjectSpec.Sql;
import dev.tidemill.core.Span;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingSetTest {
    @TempDir
    private Path folder;

    private Lake lake;

    @BeforeEach
    void fill() {
        lake = Bikes.lake(folder);
    }

    private ProjectData mount(Sandbox sandbox, ProjectSpec spec) {
        return ProjectData.mount(sandbox, lake, Workspace.DEFAULT, spec, ProjectData.readByTraining(spec), Map.of());
    }

    private List<String> rows(ProjectSpec spec, @Nullable Instant asOf, String columns) {
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            TrainingSet set = new TrainingSetBuilder(mount(sandbox, spec)).build(asOf, "t");
            return sandbox.query(
                    "SELECT concat_ws(' ', " + columns + ") FROM '" + set.file() + "'", row -> row.getString(1));
        }
    }

    @Test
    void build_handCheckedRow_holdsWhatWasKnown() {
        // Ride 50 starts on 3 January at 02:00, predicted at 01:00 (hour 49). Weather of hour 48 became known at hour
        // 49.
        // Rides back in (47:00, 49:00]: ride 48 came back at 48:10. The latest arrival is 48:10, when the last two
        // hours
        // held ride 48 (10 minutes) and ride 46 (20 minutes, back at 46:20): half of them long.
        assertThat(rows(
                        Specs.project(),
                        null,
                        "ride, \"weather.temp\", \"traffic.rides\", \"traffic.long_share\", label, split"))
                .contains("50 48.0 2 0.5 true train");
    }

    @Test
    void build_firstAndLastRows_splitByTimeWithGap() throws IOException {
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            TrainingSet set = new TrainingSetBuilder(mount(sandbox, Specs.project())).build(null, "t");
            // rides 0..238; ride 238 starts at hour 238, is predicted at 237 and back at 238:20, the watermark of rides
            assertThat(set.asOf()).isEqualTo(Instant.parse("2013-01-10T22:20:00Z"));
            assertThat(set.testTo()).isEqualTo(Instant.parse("2013-01-10T21:00:00Z"));
            // test = (213, 237], validation = (189, 213], by hour of prediction
            assertThat(set.testFrom()).isEqualTo(Instant.parse("2013-01-09T23:00:00Z"));
            assertThat(set.validationFrom()).isEqualTo(Instant.parse("2013-01-08T23:00:00Z"));
            TrainingSet.Counts counts = set.counts();
            assertThat(counts.examples()).isEqualTo(120);
            assertThat(counts.test()).isEqualTo(12);
            // ride 214 is predicted at 213 and back at 214:20, before the first test row at 215: none is lost
            assertThat(counts.validation()).isEqualTo(12);
            assertThat(counts.closed()).isEqualTo(1);
            assertThat(counts.gap()).isZero();
            assertThat(counts.train()).isEqualTo(95);
            assertThat(set.cutOff()).isEqualTo(Instant.parse("2013-01-09T22:20:00Z"));
            assertThat(set.features()).containsExactly("weather.temp", "traffic.rides", "traffic.long_share");
            assertThat(set.data().keySet()).containsExactlyInAnyOrder("rides", "weather");
            assertThat(set.data().get("rides"))
                    .isNotNull()
                    .satisfies(pin -> assertThat(pin.rows()).isEqualTo(120));
            List<String> names = new ArrayList<>();
            long rows = 0;
            try (ArrowReader reader = set.read(sandbox, "test")) {
                VectorSchemaRoot root = reader.getVectorSchemaRoot();
                root.getSchema().getFields().stream().map(Field::getName).forEach(names::add);
                while (reader.loadNextBatch()) {
                    rows += root.getRowCount();
                }
            }
            assertThat(rows).isEqualTo(12);
            assertThat(names)
                    .containsExactly(
                            "starts",
                            "station",
                            "ride",
                            "predict_at",
                            "weather.temp",
                            "traffic.rides",
                            "traffic.long_share",
                            "label",
                            "label_available_at",
                            "split");
        }
    }

    @Test
    void build_labelsThatComeLate_openAGap() {
        Sql late = new Sql(
                "features/labels.sql",
                "SELECT ride, minutes > 15 AS value, _available_at + INTERVAL 5 HOURS AS available_at FROM rides");
        ProjectSpec spec =
                Specs.project(Specs.EXAMPLES, late, new SplitSpec("time", Span.parse("P1D"), Span.parse("P1D"), null));
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            TrainingSet set = new TrainingSetBuilder(mount(sandbox, spec)).build(null, "t");
            // The watermark is 238:20. Of the labels, known 5 hours and 10 or 20 minutes after the start, the last
            // counted is ride 232's at 237:10; rides 234 to 238 are immature. The last prediction is at 231, so test =
            // (207, 231], which begins with 209. Rides 204, 206 and 208 (labels at 209:10, 211:20, 213:10) are left
            // out;
            // the last known before is 202, predicted at 201, so validation = (177, 201]. Before its first row, at 179,
            // rides 174, 176 and 178 are left out likewise.
            assertThat(set.counts().immature()).isEqualTo(3);
            assertThat(set.counts().gap()).isEqualTo(6);
            assertThat(set.counts().validation()).isEqualTo(12);
            assertThat(set.cutOff()).isBefore(set.testFrom());
        }
    }

    @Test
    void build_labelsThatTakeLongerThanASplit_pushTheEarlierSplitsBack() {
        Sql late = new Sql(
                "features/labels.sql",
                "SELECT ride, minutes > 15 AS value, _available_at + INTERVAL 40 HOURS AS available_at FROM rides");
        ProjectSpec spec =
                Specs.project(Specs.EXAMPLES, late, new SplitSpec("time", Span.parse("P1D"), Span.parse("P1D"), null));
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            TrainingSet set = new TrainingSetBuilder(mount(sandbox, spec)).build(null, "t");

            assertThat(set.counts().validation()).isEqualTo(12);
            assertThat(set.counts().test()).isEqualTo(12);
            assertThat(set.counts().train()).isPositive();
            // 40 hours before each of the two later splits, a ride every two hours, one of them closed without a label.
            assertThat(set.counts().gap()).isEqualTo(2 * 20 - 1);
            assertThat(set.cutOff()).isBefore(set.testFrom());
        }
    }

    @Test
    void build_asOfEarlier_seesOnlyLabelsKnownThen() {
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            Instant asOf = Instant.parse("2013-01-06T00:00:00Z");
            TrainingSet set = new TrainingSetBuilder(mount(sandbox, Specs.project())).build(asOf, "t");
            assertThat(set.asOf()).isEqualTo(asOf);
            assertThat(sandbox.number("SELECT count(*) FROM '" + set.file() + "' WHERE label_available_at > "
                            + SqlText.literal(asOf)))
                    .isZero();
            // rides 0..118 are back by hour 120, one of them closed
            assertThat(set.counts().train()
                            + set.counts().validation()
                            + set.counts().test())
                    .isEqualTo(59);
        }
    }

    @Test
    void build_twice_givesTheSameBytes() {
        List<String> hashes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            try (Sandbox sandbox = LocalLake.sandbox(folder)) {
                hashes.add(new TrainingSetBuilder(mount(sandbox, Specs.project()))
                        .build(null, "t")
                        .sha256());
            }
        }
        assertThat(hashes).hasSize(3).containsOnly(hashes.getFirst());
    }

    @Test
    void build_examplesThatReadAnOutcome_readNull() {
        Sql leaking = new Sql(
                "features/requests.sql",
                "SELECT started AS starts, CASE WHEN minutes IS NULL THEN 'unknown' ELSE 'leak' END AS station, ride,"
                        + " started - INTERVAL 1 HOUR AS predict_at FROM rides");
        ProjectSpec spec =
                Specs.project(leaking, Specs.LABELS, new SplitSpec("time", Span.parse("P1D"), Span.parse("P1D"), null));
        assertThat(rows(spec, null, "station")).containsOnly("unknown");
    }

    @Test
    void build_examplesWithOtherColumns_namesThem() {
        Sql wrong = new Sql(
                "features/requests.sql",
                "SELECT started AS starts, ride, started AS predict_at, 1 AS weight FROM rides");
        ProjectSpec spec =
                Specs.project(wrong, Specs.LABELS, new SplitSpec("time", Span.parse("P1D"), Span.parse("P1D"), null));
        assertThatThrownBy(() -> rows(spec, null, "ride"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("features/requests.sql: it lacks the columns station; it returns columns that it"
                        + " should not: weight");
    }

    @Test
    void build_examplesOfAnotherType_namesColumnAndTypes() {
        Sql wrong = new Sql(
                "features/requests.sql",
                "SELECT started AS starts, station, 'r' || ride AS ride, started AS predict_at FROM rides");
        ProjectSpec spec =
                Specs.project(wrong, Specs.LABELS, new SplitSpec("time", Span.parse("P1D"), Span.parse("P1D"), null));
        assertThatThrownBy(() -> rows(spec, null, "ride"))
                .hasMessageContaining("the column ride is VARCHAR, the request declares int");
    }

    @Test
    void build_spansLongerThanTheData_saysHowManyRowsEachSplitHas() {
        ProjectSpec spec = Specs.project(
                Specs.EXAMPLES, Specs.LABELS, new SplitSpec("time", Span.parse("P1M"), Span.parse("P1M"), null));
        assertThatThrownBy(() -> rows(spec, null, "ride"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("TOO_FEW_ROWS")
                .hasMessageContaining("0 training, 0 validation and 119 test rows");
    }

    @Test
    void build_correctedLabel_countsTheOneKnownLast() {
        // ride 50 was long (20 minutes); a correction, known a day later, says 5
        Bikes.ingest(lake, folder, "rides", "ride,started,station,minutes\n50,2013-01-03T02:00:00Z,A,1440\n");
        assertThat(rows(Specs.project(), null, "ride, label")).contains("50 true");
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            TrainingSet set = new TrainingSetBuilder(mount(sandbox, Specs.project())).build(null, "t");
            assertThat(set.counts().correctedLabels()).isEqualTo(1);
            assertThat(set.counts().duplicates()).isEqualTo(1);
        }
    }
}
