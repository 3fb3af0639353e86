package dev.tidemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.SplitSpec;
import dev.tidemill.contract.project.ProjectSpec.Sql;
import dev.tidemill.core.Span;
import dev.tidemill.core.failure.Problem.Detail;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProjectSqlCheckTest {
    private static final SplitSpec SPLIT = new SplitSpec("time", Span.parse("P1D"), Span.parse("P1D"), null);

    private static Map<String, Map<String, ColumnType>> stored() {
        Map<String, Map<String, ColumnType>> stored = new LinkedHashMap<>();
        stored.put(
                "rides",
                Map.of(
                        "ride", ColumnType.INT,
                        "started", ColumnType.TIMESTAMP,
                        "station", ColumnType.STRING,
                        "minutes", ColumnType.INT));
        stored.put(
                "weather",
                Map.of("station", ColumnType.STRING, "hour", ColumnType.TIMESTAMP, "temp", ColumnType.DOUBLE));
        return stored;
    }

    @Test
    void faults_goodProject_none() {
        assertThat(ProjectSqlCheck.faults(Specs.project(), Map.of())).isEmpty();
        assertThat(ProjectSqlCheck.faults(Specs.project(), stored())).isEmpty();
    }

    @Test
    void faults_sqlThatDoesNotParseOrReadsNoDataset_isToldBeforeAnyIngestion() {
        ProjectSpec spec = Specs.project(
                new Sql("features/requests.sql", "SELECT * FROM ride"),
                new Sql("features/labels.sql", "SELEC 1"),
                SPLIT);
        assertThat(ProjectSqlCheck.faults(spec, Map.of()))
                .extracting(Detail::place)
                .containsExactly("features/requests.sql", "features/labels.sql line 1");
    }

    @Test
    void faults_missingColumn_isToldOnceTheColumnsAreKnown() {
        ProjectSpec spec = Specs.project(
                new Sql(
                        "features/requests.sql",
                        "SELECT started AS starts, station, ride, nowhere AS predict_at FROM rides"),
                Specs.LABELS,
                SPLIT);
        assertThat(ProjectSqlCheck.faults(spec, Map.of())).isEmpty();
        assertThat(ProjectSqlCheck.faults(spec, stored()))
                .singleElement()
                .satisfies(fault -> assertThat(fault.expected()).contains("nowhere"));
    }

    @Test
    void faults_otherColumnsThanAsked_areNamed() {
        ProjectSpec spec = Specs.project(
                Specs.EXAMPLES, new Sql("features/labels.sql", "SELECT ride, minutes AS value FROM rides"), SPLIT);
        assertThat(ProjectSqlCheck.faults(spec, stored()))
                .containsExactly(new Detail(
                        "features/labels.sql",
                        "missing: available_at; not asked for: ",
                        "exactly the columns ride, value, available_at"));
    }
}
