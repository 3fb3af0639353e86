package dev.tidemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectSpec.CheckSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.DatasetSpec;
import dev.tidemill.contract.project.ProjectSpec.OnViolation;
import dev.tidemill.contract.project.ProjectSpec.Sql;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetIngestTest {
    private static final Sql AVAILABLE =
            new Sql("features/known.sql", "seen + to_hours(CAST(coalesce(n, 1) AS INTEGER))");

    @TempDir
    private Path folder;

    private Sandbox sandbox;

    @BeforeEach
    void open() {
        sandbox = LocalLake.sandbox(folder);
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private static DatasetSpec spec(double maxQuarantined, CheckSpec... checks) {
        return Specs.dataset(
                List.of("id"),
                "seen",
                AVAILABLE,
                null,
                List.of("n"),
                Specs.columns(
                        "id", Specs.required(ColumnType.INT),
                        "seen", Specs.required(ColumnType.TIMESTAMP),
                        "code", new ColumnSpec(ColumnType.STRING, false, "[A-Z]{2}", null, null, null, null, null),
                        "n", new ColumnSpec(ColumnType.INT, false, null, 0.0, 100.0, null, null, null),
                        "kind",
                                new ColumnSpec(
                                        ColumnType.STRING, false, null, null, null, List.of("x", "y"), null, null)),
                List.of(checks),
                maxQuarantined);
    }

    private PreparedIngestion prepare(DatasetSpec spec, String csv) {
        return new DatasetIngest(sandbox, "things", spec)
                .prepare(LocalLake.file(folder, "things.csv", csv), "things.csv", Map.of());
    }

    private List<String> faults() {
        return sandbox.query(
                "SELECT __line, \"column\", \"value\", expected, \"rule\" FROM __faults ORDER BY ALL",
                rows -> rows.getLong(1) + " " + rows.getString(2) + " " + rows.getString(3) + ": " + rows.getString(4)
                        + " (" + rows.getString(5) + ")");
    }

    private static final String HEADER = "id,seen,code,n,kind,extra\n";

    @Test
    void prepare_everyRowFault_namesLineColumnValueAndRule() throws IOException {
        PreparedIngestion prepared = prepare(
                spec(0.9, new CheckSpec("no-seven", new Sql("check", "n <> 7"), OnViolation.QUARANTINE_ROW)),
                HEADER
                        + "1,2013-01-01T10:00:00Z,AA,5,x,1\n"
                        + "x2,2013-01-01T10:00:00Z,AA,5,x,2\n"
                        + "3,yesterday,AA,5,x,3\n"
                        + "4,2013-01-01T10:00:00Z,\"A\nA\",5,x,4\n"
                        + "5,2013-01-01T10:00:00Z,AA,101,x,5\n"
                        + "6,2013-01-01T10:00:00Z,AA,-1,z,6\n"
                        + ",2013-01-01T10:00:00Z,AA,1.5,x,7\n"
                        + "8,NA,AA,5,x,8\n"
                        + "1,2013-01-02T10:00:00Z,AA,5,x,9\n"
                        + "9,2013-01-01T10:00:00Z,AA\n"
                        + "10,2013-01-01T10:00:00Z,AA,7,x,10\n"
                        + "11,2013-01-01T10:00:00+05:00,,NA,NA,11\n");
        assertThat(faults())
                .containsExactly(
                        "3 id x2: an int (a whole number of at most 19 digits) (type)",
                        "4 seen yesterday: a timestamp, such as 2013-07-01T04:00:00Z (type)",
                        "5 code A\nA: text that matches [A-Z]{2} (pattern)",
                        "7 n 101: at most 100 (max)",
                        "8 kind z: one of x, y (values)",
                        "8 n -1: at least 0 (min)",
                        "9 id null: a value, for it is part of the key (key)",
                        "9 n 1.5: an int (a whole number of at most 19 digits) (type)",
                        "10 seen null: a value (required)",
                        "11 id 1: a key that line 2 does not have (duplicate-key)",
                        "12  9,2013-01-01T10:00:00Z,AA: 6 fields, found 3 (fields)",
                        "13  : n <> 7 (check no-seven)");
        assertThat(prepared.rejection()).isNull();
        assertThat(prepared.rows()).isEqualTo(2);
        assertThat(prepared.quarantined()).isEqualTo(10);
        List<String> lines = Files.readAllLines(Objects.requireNonNull(prepared.quarantineFile()));
        assertThat(lines).hasSize(10);
        JsonNode eighth = Json.parse(lines.get(4));
        assertThat(eighth.path("line").asInt()).isEqualTo(8);
        assertThat(eighth.path("faults")).hasSize(2);
        assertThat(eighth.path("faults").path(0).path("rule").asText()).isEqualTo("values");
        assertThat(eighth.path("row").path("n").asText()).isEqualTo("-1");
        assertThat(Json.parse(lines.get(8)).path("row").isNull()).isTrue();
        assertThat(sandbox.query(
                        "SELECT id || ' ' || strftime(_event_time, '%H') || ' ' || strftime(_available_at, '%H') FROM __accepted ORDER BY id",
                        rows -> rows.getString(1)))
                .containsExactly("1 10 15", "11 05 06");
    }

    @Test
    void prepare_moreFaultsThanAllowed_isRejectedWithTheRows() {
        PreparedIngestion prepared =
                prepare(spec(0.3), HEADER + "1,2013-01-01T10:00:00Z,AA,5,x,1\nx2,2013-01-01T10:00:00Z,AA,5,x,2\n");
        Problem problem = Objects.requireNonNull(prepared.rejection());
        assertThat(problem.code()).isEqualTo("TOO_MANY_QUARANTINED");
        assertThat(problem.message())
                .contains("1 of 2 rows of things.csv (50.00%)")
                .contains("30.00%");
        assertThat(problem.details())
                .containsExactly(new Problem.Detail(
                        "things.csv line 3, column id",
                        "x2",
                        "an int (a whole number of at most 19 digits) (rule type)"));
        assertThat(prepared.quarantineFile()).isNotNull();
    }

    @Test
    void prepare_availabilityThatIsNull_isARowFault() {
        DatasetSpec spec = Specs.dataset(
                List.of("id"),
                "seen",
                new Sql("features/known.sql", "CASE WHEN n > 5 THEN seen END"),
                null,
                List.of(),
                Specs.columns("id", Specs.required(ColumnType.INT), "seen", Specs.required(ColumnType.TIMESTAMP)),
                List.of(),
                0.5);
        prepare(spec, "id,seen,n\n1,2013-01-01T10:00:00Z,9\n2,2013-01-01T10:00:00Z,3\n");
        assertThat(faults()).containsExactly("3  null: available-at: a time by features/known.sql (available-at)");
    }

    @Test
    void prepare_wrongTypeInRow100000_isQuarantinedWithItsLine() {
        StringBuilder csv =
                new StringBuilder("id,seen,code,n,kind,guessed\n\"0\",2013-01-01T00:00:00Z,,1,,\"a\nb\nc\"\n");
        csv.setLength(0);
        csv.append(HEADER);
        for (int i = 1; i <= 100_000; i++) {
            // the first row's quoted field has two line breaks, so row i begins at line i + 1 + 2
            String code = i == 1 ? "\"AA\"" : "AA";
            String kind = "x";
            String guessed = i == 100_000 ? "oops" : String.valueOf(i);
            String n = i == 99_999 ? "12x" : "5";
            csv.append(i)
                    .append(",2013-01-01T00:00:00Z,")
                    .append(code)
                    .append(',')
                    .append(n)
                    .append(',')
                    .append(kind);
            csv.append(',').append(i == 1 ? "\"1\"" : guessed).append('\n');
        }
        PreparedIngestion prepared = prepare(spec(0.01), csv.toString());
        assertThat(prepared.rejection()).isNull();
        assertThat(prepared.columns()).containsEntry("extra", ColumnType.INT);
        assertThat(faults())
                .containsExactly(
                        "100000 n 12x: an int (a whole number of at most 19 digits) (type)",
                        "100001 extra oops: an int (a whole number of at most 19 digits) (type)");
        assertThat(prepared.rows()).isEqualTo(99_998);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "1,2,3|INT",
                "1,2.5,3|DOUBLE",
                "1,2e3|DOUBLE",
                "true,FALSE|BOOL",
                "2013-01-01,2013-01-02|DATE",
                "2013-01-01,2013-01-02T10:00:00Z|TIMESTAMP",
                "a,1|STRING",
                "NA,NA|STRING",
                "0x1F,1|STRING",
                "1_000,2|STRING",
            })
    void prepare_undeclaredColumn_getsTheNarrowestType(String values, ColumnType expected) {
        StringBuilder csv = new StringBuilder("id,seen,guessed\n");
        int id = 0;
        for (String value : values.split(",")) {
            csv.append(id++).append(",2013-01-01T00:00:00Z,").append(value).append('\n');
        }
        DatasetSpec spec = Specs.dataset(
                List.of("id"),
                "seen",
                null,
                "PT1H",
                List.of(),
                Specs.columns("id", Specs.required(ColumnType.INT), "seen", Specs.required(ColumnType.TIMESTAMP)),
                List.of(),
                0);
        assertThat(prepare(spec, csv.toString()).columns()).containsEntry("guessed", expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|an empty file",
                "'id,seen,code,n,kind\n'|nothing after the header",
                "'id,seen,code,n\n1,2,3,4\n'|a column named kind",
                "'id,seen,code,n,kind,ID\n1,2,3,4,5,6\n'|upper and lower case",
                "'id,seen,code,n,kind,\n1,2,3,4,5,6\n'|a column name",
                "'id,seen,code,n,kind,_row_id\n1,2,3,4,5,6\n'|Tidemill does not use itself",
                "'id,seen,code,n,kind\n1,\"2,3,4,5\n'|a quote that is never closed",
                "'{\"id\": 1}'|a column named id",
            })
    void prepare_fileFault_failsTheWholeFile(String csv, String expected) {
        ProblemException e = catchThrowableOfType(ProblemException.class, () -> prepare(spec(0.5), csv));
        assertThat(e.problem().code()).isEqualTo("INVALID_FILE");
        assertThat(e.problem().message()).contains("things.csv").contains(expected);
    }

    @Test
    void prepare_checkThatFails_rejectsAndOneThatWarns_warns() {
        String csv = HEADER + "1,2013-01-01T10:00:00Z,AA,5,x,1\n";
        PreparedIngestion warned = prepare(
                spec(0, new CheckSpec("some", new Sql("checks/some", "count(*) > 1000"), OnViolation.WARN)), csv);
        assertThat(warned.rejection()).isNull();
        assertThat(warned.warnings()).singleElement().asString().contains("check some does not hold");
        PreparedIngestion failed = prepare(
                spec(0, new CheckSpec("enough", new Sql("checks/enough", "count(*) > 1000"), OnViolation.FAIL)), csv);
        assertThat(Objects.requireNonNull(failed.rejection()).message())
                .contains("check enough does not hold for the file of things.csv: count(*) > 1000");
        PreparedIngestion row =
                prepare(spec(0, new CheckSpec("big", new Sql("checks/big", "n > 9"), OnViolation.FAIL)), csv);
        assertThat(Objects.requireNonNull(row.rejection()).message()).contains("for line 2 of things.csv");
    }

    @Test
    void prepare_sqlThatNamesAMissingColumn_namesTheFileAndCandidates() {
        ProblemException e = catchThrowableOfType(
                ProblemException.class,
                () -> prepare(
                        spec(0, new CheckSpec("x", new Sql("checks/x", "kinds = 'x'"), OnViolation.QUARANTINE_ROW)),
                        HEADER + "1,2013-01-01T10:00:00Z,AA,5,x,1\n"));
        assertThat(e.problem().message()).contains("checks/x").contains("kinds").contains("\"kind\"");
    }

    @Test
    void prepare_declaredTypeOtherThanStored_isAConflict() {
        Map<String, ColumnType> stored = new LinkedHashMap<>();
        stored.put("n", ColumnType.STRING);
        ProblemException e = catchThrowableOfType(
                ProblemException.class,
                () -> new DatasetIngest(sandbox, "things", spec(0))
                        .prepare(
                                LocalLake.file(folder, "things.csv", HEADER + "1,2013-01-01T10:00:00Z,AA,5,x,1\n"),
                                "things.csv",
                                stored));
        assertThat(e.problem().code()).isEqualTo("SCHEMA_CONFLICT");
        assertThat(e.problem().details())
                .containsExactly(new Problem.Detail("dataset things, column n", "int", "string, as it is stored"));
    }

    @Test
    void prepare_goodFile_profilesEveryColumn() {
        PreparedIngestion prepared = prepare(
                spec(0),
                HEADER + "1,2013-01-01T10:00:00Z,AA,10,x,1\n2,2013-01-01T10:00:00Z,AB,20,x,1\n"
                        + "3,2013-01-01T10:00:00Z,NA,30,y,1\n4,2013-01-01T10:00:00Z,AA,NA,y,1\n");
        JsonNode profile = Json.parse(prepared.profile());
        assertThat(profile.path("rows").asInt()).isEqualTo(4);
        JsonNode n = profile.path("columns").path("n");
        assertThat(n.path("count").asInt()).isEqualTo(3);
        assertThat(n.path("nulls").asInt()).isEqualTo(1);
        assertThat(n.path("mean").asDouble()).isEqualTo(20.0);
        assertThat(n.path("standardDeviation").asDouble()).isEqualTo(10.0);
        assertThat(n.path("min").asDouble()).isEqualTo(10.0);
        assertThat(n.path("quantiles").path("0.5").asDouble()).isEqualTo(20.0);
        assertThat(n.path("histogram").path("counts").path(0).asInt()).isEqualTo(1);
        assertThat(n.path("histogram").path("counts").path(10).asInt()).isEqualTo(1);
        assertThat(n.path("histogram").path("counts").path(19).asInt()).isEqualTo(1);
        JsonNode top = profile.path("columns").path("code").path("top");
        assertThat(top.path(0).path("value").asText()).isEqualTo("AA");
        assertThat(top.path(0).path("count").asInt()).isEqualTo(2);
    }
}
