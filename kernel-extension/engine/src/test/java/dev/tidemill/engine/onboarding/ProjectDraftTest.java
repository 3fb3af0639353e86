package dev.tidemill.engine.onboarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.client.engine.InferRequest;
import dev.tidemill.columnar.DatasetId;
import dev.tidemill.columnar.DatasetIngest;
import dev.tidemill.columnar.Lake;
import dev.tidemill.columnar.Lake.AppendRequest;
import dev.tidemill.columnar.LocalLake;
import dev.tidemill.columnar.PreparedIngestion;
import dev.tidemill.columnar.ProjectData;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.columnar.SandboxSettings;
import dev.tidemill.columnar.TrainingSet;
import dev.tidemill.columnar.TrainingSetBuilder;
import dev.tidemill.contract.project.ProjectReader;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.DatasetSpec;
import dev.tidemill.core.Workspace;
import dev.tidemill.learning.OnDemandFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectDraftTest {
    @TempDir
    private Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Map<String, String> draft(Path csv, InferRequest request) throws IOException {
        return ProjectDraft.of(folder, csv, request);
    }

    private Path stores() throws IOException {
        StringBuilder text = new StringBuilder("day,store,open,promo,sales,note\n");
        for (int day = 0; day < 400; day++) {
            for (String store : List.of("Kiel", "Ulm")) {
                text.append(LocalDate.parse("2021-01-01").plusDays(day))
                        .append(',')
                        .append(store)
                        .append(',')
                        .append(day % 7 != 0)
                        .append(',')
                        .append(day % 10 == 3 ? "NA" : day % 3)
                        .append(',')
                        .append(100.5 + day % 7 * 3)
                        .append(",\"free text ")
                        .append(day + store)
                        .append("\"\n");
            }
        }
        return file("Store Sales 2021.csv", text.toString());
    }

    private Path churn() throws IOException {
        StringBuilder text = new StringBuilder("customer_id;Joined_At;seen_at;plan;calls;churn\n");
        for (int i = 0; i < 300; i++) {
            text.append(1000 + i)
                    .append(";2019-05-0")
                    .append(1 + i % 9)
                    .append(';')
                    .append(Instant.parse("2020-01-01T00:00:00Z").plusSeconds(3_600L * 5 * i))
                    .append(';')
                    .append(i % 3 == 0 ? "basic" : "full")
                    .append(';')
                    .append(i % 11 == 0 ? "?" : i % 5)
                    .append(';')
                    .append(i % 4 == 0 ? "yes" : "no")
                    .append('\n');
        }
        return file("churn.csv", text.toString());
    }

    /** Ingests the file by the project that was written for it and builds its training set. */
    private TrainingSet.Counts trainingSet(Map<String, String> files, Path csv) {
        ProjectSpec spec = ProjectReader.read(files);
        assertThat(OnDemandFeatures.check(spec)).isEmpty();
        String dataset = spec.datasets().keySet().iterator().next();
        DatasetSpec contract = Objects.requireNonNull(spec.datasets().get(dataset));
        Lake lake = LocalLake.lake();
        try (Sandbox sandbox = Sandbox.open(folder, "test", new SandboxSettings(512L << 20, 2))) {
            PreparedIngestion prepared = new DatasetIngest(sandbox, dataset, contract).prepare(csv, "x.csv", Map.of());
            assertThat(lake.append(
                                    new DatasetId(Workspace.DEFAULT, spec.project(), dataset),
                                    sandbox,
                                    prepared,
                                    new AppendRequest("i", "x", "i", Instant.parse("2024-01-01T00:00:00Z")))
                            .ingestion()
                            .quarantined())
                    .isZero();
        }
        try (Sandbox sandbox = Sandbox.open(folder, "test", new SandboxSettings(512L << 20, 2))) {
            ProjectData data = ProjectData.mount(
                    sandbox, lake, Workspace.DEFAULT, spec, ProjectData.readByTraining(spec), Map.of());
            return new TrainingSetBuilder(data).build(null, "t").counts();
        }
    }

    @Test
    void of_dailyNumbers_isARegressionThatTrains() throws IOException {
        Path csv = stores();
        Map<String, String> files = draft(csv, InferRequest.ofLabel("sales"));

        ProjectSpec spec = ProjectReader.read(files);
        assertThat(spec.project()).isEqualTo("store-sales-2021");
        assertThat(spec.goal().problem()).isEqualTo(ProjectSpec.Problem.REGRESSION);
        DatasetSpec dataset = Objects.requireNonNull(spec.datasets().get("store_sales_2021"));
        assertThat(dataset.key()).containsExactly("store", "day");
        assertThat(dataset.eventTime()).isEqualTo("day");
        assertThat(dataset.source().nullValues()).containsExactly("NA");
        assertThat(dataset.outcomes()).containsExactly("sales");
        assertThat(dataset.columns().get("promo")).satisfies(column -> {
            assertThat(column.type()).isEqualTo(ColumnType.INT);
            assertThat(column.required()).isFalse();
        });
        assertThat(files.get("project.yaml"))
                .contains("# note is left out: it has 800 different texts", "month_of_year", "day_of_week")
                .contains("promo: {type: int}   # 80 of 800 have none")
                .doesNotContain("hour_of_day");
        TrainingSet.Counts counts = trainingSet(files, csv);
        assertThat(counts.examples()).isEqualTo(800);
        assertThat(counts.train()).isGreaterThan(400);
        assertThat(counts.validation()).isGreaterThan(50);
        assertThat(counts.test()).isGreaterThan(50);
    }

    @Test
    void of_yesAndNo_isBinaryWithIdAsKey() throws IOException {
        Path csv = churn();
        Map<String, String> files =
                draft(csv, InferRequest.ofLabel("churn").project("churn-2020").eventTime("seen_at"));

        ProjectSpec spec = ProjectReader.read(files);
        assertThat(spec.project()).isEqualTo("churn-2020");
        assertThat(spec.goal().problem()).isEqualTo(ProjectSpec.Problem.BINARY);
        assertThat(Objects.requireNonNull(spec.label()).positive()).isEqualTo("yes");
        DatasetSpec dataset = Objects.requireNonNull(spec.datasets().get("churn"));
        assertThat(dataset.key()).containsExactly("customer_id");
        assertThat(dataset.source().delimiter()).isEqualTo(";");
        assertThat(dataset.source().nullValues()).containsExactly("?");
        assertThat(files.get("features/requests.sql")).contains("SELECT customer_id, plan, calls, seen_at\nFROM churn");
        assertThat(files.get("project.yaml"))
                .contains("hour_of_day", "positive: \"yes\"   # check: the other value is no");
        assertThat(trainingSet(files, csv).test()).isGreaterThan(20);
    }

    @Test
    void of_whatCannotBeGuessed_listsTheCandidates() throws IOException {
        assertRefused(stores(), InferRequest.ofLabel("sale"), "did you mean 'sales'?");
        assertRefused(
                stores(),
                new InferRequest(null, null, null, null, List.of(), null),
                "Say which column of Store Sales 2021.csv is to be predicted (the label); those that can be are store,"
                        + " open, promo, sales.");
        assertRefused(stores(), InferRequest.ofLabel("sales").key("store"), "does not identify a row");
        assertRefused(
                stores(), InferRequest.ofLabel("sales").eventTime("store"), "is no column of timestamps or dates");
        assertRefused(stores(), InferRequest.ofLabel("sales").problem("binary"), "a yes or no has two values");
        assertRefused(stores(), InferRequest.ofLabel("sales").dataset("Big Sales"), "expected lower-case letters");
    }

    @Test
    void of_columnMissingWithTheLabel_isAnOutcome() throws IOException {
        StringBuilder text = new StringBuilder("id,day,distance,air_time,arr_delay\n");
        for (int i = 0; i < 200; i++) {
            text.append(i)
                    .append(',')
                    .append(LocalDate.parse("2020-01-01").plusDays(i))
                    .append(',')
                    .append(i % 8 == 0 ? "" : i % 9)
                    .append(i % 10 == 0 ? ",NA,NA\n" : ",1" + i % 4 + "," + i % 6 + "\n");
        }
        Path csv = file("delays.csv", text.toString());
        Map<String, String> files = draft(csv, InferRequest.ofLabel("arr_delay"));

        assertThat(files.get("project.yaml"))
                .contains("outcomes: [arr_delay, air_time]", "# air_time is left out:", "numeric: [distance,");
        assertThat(trainingSet(files, csv).closed()).isEqualTo(20);
    }

    @Test
    void of_whatIsNotBuilt_saysSo() throws IOException {
        Path flowers = file("iris.csv", "width,species\n1.0,setosa\n2.0,virginica\n3.0,versicolor\n");
        assertRefused(flowers, InferRequest.ofLabel("species"), "a model of several classes is not yet supported");
        assertRefused(
                flowers,
                InferRequest.ofLabel("width"),
                "has no column of timestamps or dates",
                "does not yet split rows without a time",
                "strptime");
        Path odd = file("odd.csv", "day,Daily Rate,y\n2020-01-01,1,2\n");
        assertRefused(odd, InferRequest.ofLabel("y"), "RENAME (\"Daily Rate\" AS daily_rate) FROM 'odd.csv'");
        Path times = file(
                "times.csv",
                "id,opened,closed,y\n1,2020-01-01,2020-01-02,1\n2,2020-02-01,2020-02-02,2\n3,2020-02-05,2020-02-06,3\n");
        assertRefused(times, InferRequest.ofLabel("y"), "event time): opened or closed.");
    }

    private void assertRefused(Path csv, InferRequest request, String... parts) {
        assertThatThrownBy(() -> draft(csv, request))
                .isInstanceOf(EngineException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    @Test
    void of_namesThatAreWordsOfYamlAndSql_areQuoted() throws IOException {
        StringBuilder text = new StringBuilder("timestamp,order,yes,Select,y\n");
        for (int i = 0; i < 50; i++) {
            text.append("2020-01-01T00:")
                    .append(10 + i)
                    .append(":00+02:00,")
                    .append(i % 7)
                    .append(",\"a,b\"\"")
                    .append(i % 3)
                    .append("\",")
                    .append(i % 5)
                    .append(',')
                    .append(i % 2)
                    .append('\n');
        }
        Path csv = file("words.csv", text.toString());
        Map<String, String> files = draft(csv, InferRequest.ofLabel("y"));

        assertThat(files.get("features/requests.sql")).contains("\"order\"", "\"Select\"");
        assertThat(trainingSet(files, csv).test()).isPositive();
    }
}
