package dev.tidemill.contract.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.core.Span;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ProjectReaderTest {
    @Test
    void read_validProject_fillsInEveryDefault() {
        ProjectSpec spec = ProjectReader.read(Edited.files(Edited.PROJECT));

        ProjectSpec.DatasetSpec parcels = Objects.requireNonNull(spec.datasets().get("parcels"));
        assertThat(parcels.availableAfter()).isEqualTo(Span.parse("PT8H"));
        assertThat(parcels.availableAt()).isNull();
        assertThat(parcels.maxQuarantined()).isEqualTo(0.01);
        assertThat(parcels.columns().get("delay"))
                .isEqualTo(new ProjectSpec.ColumnSpec(ColumnType.DOUBLE, false, null, 0.0, 100.0, null, null, null));
        ProjectSpec.ViewSpec jam =
                Objects.requireNonNull(spec.features().views().get("jam"));
        assertThat(jam.on()).isEqualTo("depot");
        assertThat(jam.key()).isEqualTo("depot");
        assertThat(jam.ttl()).isEqualTo(Span.parse("PT4H"));
        assertThat(jam.join()).isEqualTo("latest");
        ProjectSpec.ViewSpec weather =
                Objects.requireNonNull(spec.features().views().get("weather"));
        assertThat(weather.key()).isNull();
        assertThat(Objects.requireNonNull(weather.sql()).place()).isEqualTo("features/weather.sql");
        assertThat(Objects.requireNonNull(weather.sql()).text()).startsWith("SELECT depot");
        assertThat(Objects.requireNonNull(spec.label()).positive()).isEqualTo(true);
        ProjectSpec.TrainingSpec training = Objects.requireNonNull(spec.training());
        assertThat(training.resources()).isEqualTo(new ProjectSpec.ResourcesSpec(2, 4096, 0));
        assertThat(training.trainer().earlyStopping()).isEqualTo(20);
        assertThat(training.inputs().missing()).isEqualTo(new ProjectSpec.MissingSpec(null, false));
        assertThat(training.inputs().categorical())
                .isEqualTo(new ProjectSpec.CategoricalSpec(List.of("depot"), 1, 1000, "other"));
        ProjectSpec.EvaluationSpec evaluation = Objects.requireNonNull(spec.evaluation());
        assertThat(evaluation.gates())
                .containsExactly(new ProjectSpec.GateSpec("log-loss", "baseline", 0.01, null, 0.9));
        assertThat(evaluation.metrics()).contains("auc");
        assertThat(Objects.requireNonNull(spec.monitoring()).coolDown()).isEqualTo(Span.parse("P1D"));
    }

    @Test
    void read_viewKnownAhead_namesTheTimeItIsJoinedAt() {
        String yaml = Edited.PROJECT
                .replace(
                        "depot: {type: string, required: true, entity: depot}",
                        "depot: {type: string, required: true, entity: depot}\n    due: {type: date, required: true}")
                .replace("ttl: PT6H", "join: at, time: due");
        ProjectSpec.ViewSpec weather = Objects.requireNonNull(
                ProjectReader.read(Edited.files(yaml)).features().views().get("weather"));

        assertThat(weather.knownAhead()).isTrue();
        assertThat(weather.time()).isEqualTo("due");
        assertThat(weather.ttl()).isNull();
    }

    @Test
    void read_storedFiles_givesTheSameProject() {
        Map<String, String> files = Edited.files(Edited.PROJECT);

        assertThat(ProjectReader.readStored(files)).isEqualTo(ProjectReader.read(files));
    }

    @Test
    void read_availabilityByColumnAndBySql_areScalarSql() {
        Map<String, String> byColumn = Edited.files("available-after: PT8H", "available-at: sent_at");
        Map<String, String> bySql =
                Edited.files("available-after: PT8H", "available-at: {sql: sent_at + INTERVAL 1 DAY}");

        assertThat(available(ProjectReader.read(byColumn))).isEqualTo("\"sent_at\"");
        assertThat(available(ProjectReader.read(bySql))).isEqualTo("sent_at + INTERVAL 1 DAY");
    }

    @Test
    void read_norwayTexts_stayTexts() {
        Map<String, String> files = Edited.files(
                "depot: {type: string, required: true}", "depot: {type: string, values: [no, on, NO, 1:30]}");

        assertThat(Objects.requireNonNull(ProjectReader.read(files).datasets().get("parcels"))
                        .columns()
                        .get("depot"))
                .extracting(ProjectSpec.ColumnSpec::values)
                .isEqualTo(List.of("no", "on", "NO", "1:30"));
    }

    @Test
    void check_unusedFile_warns() {
        Map<String, String> files = Edited.files(Edited.PROJECT);
        files.put("features/old.sql", "SELECT 1");

        assertThat(ProjectReader.check(files).warnings())
                .extracting(Problem.Detail::place)
                .containsExactly("features/old.sql");
    }

    @Test
    void revisionId_sameFilesInAnyOrder_isTheSame() {
        Map<String, String> files = Edited.files(Edited.PROJECT);
        Map<String, String> copy = Map.copyOf(files);

        assertThat(ProjectReader.revisionId(copy))
                .isEqualTo(ProjectReader.revisionId(files))
                .matches("[0-9a-f]{32}");
        files.put("features/labels.sql", "SELECT 2");
        assertThat(ProjectReader.revisionId(files)).isNotEqualTo(ProjectReader.revisionId(copy));
    }

    @Test
    void viewVersion_changesWithTheDefinition() {
        ProjectSpec.ViewSpec view = view(Edited.files(Edited.PROJECT));

        assertThat(view.version())
                .matches("[0-9a-f]{16}")
                .isEqualTo(Json.hash(view).substring(0, 16));
        assertThat(view(Edited.files("threshold: 0.3", "threshold: 0.4")).version())
                .isEqualTo(view.version());
        assertThat(view(Edited.files("window: PT4H", "window: PT5H")).version()).isNotEqualTo(view.version());
    }

    @Test
    void pushedProject_writtenAndRead_isTheSame() {
        Map<String, String> files = Edited.files(Edited.PROJECT);
        PushedProject pushed = new PushedProject(
                1,
                "late-parcels",
                ProjectReader.revisionId(files),
                files,
                "abc",
                true,
                Instant.parse("2026-01-01T00:00:00Z"),
                List.of("parcels"));

        PushedProject read = PushedProject.read(Json.write(pushed).getBytes(StandardCharsets.UTF_8));

        assertThat(read).isEqualTo(pushed);
        assertThat(read.spec().project()).isEqualTo("late-parcels");
        assertThat(PushedProject.key(Workspace.DEFAULT, "p", "r")).isEqualTo("w/default/projects/p/revisions/r.json");
    }

    @Test
    void pushedProject_laterFormat_isRefusedByName() {
        assertThatThrownBy(() -> PushedProject.read(
                        "{\"formatVersion\":9,\"project\":\"p\",\"revision\":\"r\",\"files\":{},\"dirty\":false}"
                                .getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("format 9");
    }

    private static ProjectSpec.ViewSpec view(Map<String, String> files) {
        return Objects.requireNonNull(
                ProjectReader.read(files).features().views().get("jam"));
    }

    private static String available(ProjectSpec spec) {
        return Objects.requireNonNull(
                        Objects.requireNonNull(spec.datasets().get("parcels")).availableAt())
                .text();
    }
}
