package dev.tidemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem.Detail;
import dev.tidemill.core.failure.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchJoinTest {
    @TempDir
    private Path folder;

    private static BatchJoin.Joined join(Sandbox sandbox, Path folder, String csv) {
        ProjectData data = ProjectData.mount(
                sandbox,
                Bikes.lake(folder),
                Workspace.DEFAULT,
                Specs.project(),
                ProjectData.readByViews(Specs.project()),
                Map.of());
        return new BatchJoin(data).join(LocalLake.file(folder, "july.csv", csv), "july.csv");
    }

    @Test
    void join_goodFile_joinsEachRowAtItsOwnTimeInOrder() throws IOException {
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            BatchJoin.Joined joined = join(sandbox, folder, """
                    ride,station,starts,predict_at
                    9,A,2013-01-03T02:00:00Z,2013-01-03T01:00:00Z
                    7,A,2013-01-01T02:00:00Z,2013-01-01T00:30:00Z
                    8,B,2013-01-01T02:00:00+02:00,2013-01-02T00:30:00Z
                    6,A,2013-01-12T02:00:00Z,2013-01-12T00:00:00Z
                    """);
            assertThat(joined.rows()).isEqualTo(4);
            assertThat(joined.features()).containsExactly("weather.temp", "traffic.rides", "traffic.long_share");
            assertThat(sandbox.query(
                            "SELECT concat_ws(' ', _row, ride, coalesce(\"weather.temp\"::VARCHAR, '-'),"
                                    + " \"weather.#status\", \"weather.#age_seconds\", coalesce(\"traffic.rides\"::VARCHAR, '-'),"
                                    + " \"traffic.#status\") FROM '" + joined.file() + "'",
                            rows -> rows.getString(1)))
                    .containsExactly(
                            "0 9 48.0 PRESENT 3600 2 PRESENT",
                            "1 7 - MISSING 1 PRESENT",
                            "2 8 - MISSING - MISSING",
                            "3 6 - STALE 90000 - STALE");
            long rows = 0;
            try (ArrowReader reader = BatchJoin.read(sandbox, joined.file(), 1, 3)) {
                while (reader.loadNextBatch()) {
                    rows += reader.getVectorSchemaRoot().getRowCount();
                }
            }
            assertThat(rows).isEqualTo(2);
        }
    }

    @Test
    void join_rowsThatBreakRules_namesEveryPlace() {
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            ProblemException e = catchThrowableOfType(ProblemException.class, () -> join(sandbox, folder, """
                    ride,station,starts,predict_at
                    x,A,2013-01-03T02:00:00Z,2013-01-03T01:00:00Z
                    7,,2013-01-01T02:00:00,2013-01-01T00:30:00Z
                    8,A,2013-01-01T02:00:00Z,
                    """));
            assertThat(e.problem().code()).isEqualTo("INVALID_ROWS");
            assertThat(e.problem().message()).startsWith("3 rows of july.csv");
            assertThat(e.problem().details())
                    .extracting(Detail::place, Detail::value)
                    .containsExactly(
                            tuple("july.csv line 2, column ride", "x"),
                            tuple("july.csv line 3, column starts", "2013-01-01T02:00:00"),
                            tuple("july.csv line 3, column station", "null"),
                            tuple("july.csv line 4, column predict_at", "null"));
            assertThat(e.problem().details().get(1).expected()).contains("with an offset");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ride,station,starts,predict_at,label\n1,A,2013-01-03T02:00:00Z,2013-01-03T02:00:00Z,true\n",
                "ride,station,starts\n1,A,2013-01-03T02:00:00Z\n",
                "",
            })
    void join_otherColumns_isRefused(String csv) {
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            ProblemException e = catchThrowableOfType(ProblemException.class, () -> join(sandbox, folder, csv));
            assertThat(e.problem().code()).isEqualTo("INVALID_FILE");
            assertThat(e.problem().message()).contains("july.csv");
        }
    }

    @Test
    void join_parquet_meetsTheSameRules() {
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            Path file = sandbox.newFile(".parquet");
            sandbox.execute("COPY (SELECT i AS ride, 'A' AS station, TIMESTAMPTZ '2013-01-03 02:00:00+00' AS starts,"
                    + " TIMESTAMPTZ '2013-01-03 01:00:00+00' AS predict_at FROM range(3) t(i)) TO '" + file + "'");
            ProjectData data = ProjectData.mount(
                    sandbox,
                    Bikes.lake(folder),
                    Workspace.DEFAULT,
                    Specs.project(),
                    List.of("rides", "weather"),
                    Map.of());
            assertThat(new BatchJoin(data).join(file, "july.parquet").rows()).isEqualTo(3);
        }
    }
}
