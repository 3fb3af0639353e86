package dev.tidemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemill.client.Document;
import dev.tidemill.client.Execution;
import dev.tidemill.client.ModelVersionInfo;
import dev.tidemill.client.ProgressListener;
import dev.tidemill.client.ProjectClient;
import dev.tidemill.client.RunInfo;
import dev.tidemill.client.TidemillClient;
import dev.tidemill.client.TidemillException;
import dev.tidemill.client.Training;
import dev.tidemill.client.engine.EngineException;
import dev.tidemill.client.engine.OwnTrainer;
import dev.tidemill.engine.EngineProvider;
import dev.tidemill.localcloud.LocalCloud;
import dev.tidemill.localcloud.SmallProject;
import dev.tidemill.tribuo.TribuoTrainers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.ensemble.BaggingTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.rtree.CARTRegressionTrainer;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.LinearScalingTransformation;

/** Code of the reader's own, plain Tribuo, makes versions like any other: gated, registered, verified and served. */
class OwnModelTest {
    private static final long NOW = System.currentTimeMillis();

    @TempDir
    private static Path folder;

    private static TidemillClient tidemill;
    private static SmallProject flights;

    @BeforeAll
    static void ingest() {
        LocalCloud cloud = LocalCloud.get();
        tidemill = cloud.client().withEngine(() -> Optional.of((api, home) -> new EngineProvider().open(api, folder)));
        flights = SmallProject.pushed(cloud, "own-flights-" + NOW);
        flights.ingestMonths("0[1-3]");
    }

    @Test
    void trainLocally_binary_isServedToTheBit() throws IOException {
        RememberedModel logistic = new RememberedModel(TribuoTrainers.labels(new TransformTrainer<>(
                new LogisticRegressionTrainer(),
                new TransformationMap(List.of(new LinearScalingTransformation(0, 1))),
                true)));
        ModelVersionInfo version = trained(flights.name(), Training.asOf(SmallProject.QUARTER), logistic);

        assertThat(version.manifest().at("params", "trainer").text()).isEqualTo(TransformTrainer.class.getName());
        requireGated(version, "log-loss");
        requireServed(version, logistic, "probability");
    }

    @Test
    void trainLocally_regression_isServedToTheBit() throws IOException {
        ProjectClient highs = seattle();
        RememberedModel forest = new RememberedModel(TribuoTrainers.regressors(
                new BaggingTrainer<>(new CARTRegressionTrainer(5), new AveragingCombiner(), 10)));
        ModelVersionInfo version = trained(highs.name(), Training.onAllData(), forest);

        assertThat(version.decision()).isEqualTo("pass");
        requireGated(version, "mae");
        requireServed(version, forest, "prediction");
    }

    @Test
    void trainLocally_thatThrows_leavesAFailedExecutionAndNoVersion() {
        EngineException failed = catchThrowableOfType(
                EngineException.class,
                () -> train(flights.name(), (training, validation) -> {
                    throw new IllegalStateException("no convergence");
                }));

        assertThat(failed.code()).isEqualTo("OWN_TRAINER_FAILED");
        assertThat(failed).hasMessageContaining("no convergence").hasRootCauseMessage("no convergence");
        requireNothingRegistered("OWN_TRAINER_FAILED", "no convergence");
    }

    @Test
    void trainLocally_withoutAModel_isRefused() {
        assertThat(refused((training, validation) -> new byte[] {1, 2, 3}))
                .hasMessageContaining("no model in Tribuo's protobuf");
        requireNothingRegistered("FOREIGN_MODEL", "no model in Tribuo's protobuf");
    }

    @Test
    void trainLocally_modelOfOtherInputs_isRefusedByName() {
        assertThat(refused((training, validation) -> binaryOf("distance"))).hasMessageContaining("distance");
        requireNothingRegistered("FOREIGN_MODEL", "cannot be served");
    }

    @Test
    void trainLocally_modelOfAnotherProblem_isRefusedByItsOutputs() {
        assertThat(refused(TribuoTrainers.regressors(new CARTRegressionTrainer(3))))
                .hasMessageContaining("labels false and true");
        requireNothingRegistered("FOREIGN_MODEL", "cannot be served");
    }

    private static ProjectClient seattle() {
        LocalCloud cloud = LocalCloud.get();
        Path source = LocalCloud.ROOT.resolve("notebooks/seattle-highs");
        Path data = folder.resolve("seattle");
        cloud.run(
                LocalCloud.ROOT,
                Map.of(),
                cloud.python("python").toString(),
                source.resolve("export-data.py").toString(),
                "tables",
                "--out",
                data.toString());
        String name = "own-highs-" + NOW;
        tidemill.push(
                source,
                yaml -> yaml.replace("project: seattle-highs", "project: " + name)
                        .replace("model: seattle-high,", "model: " + name + ","));
        ProjectClient project = tidemill.project(name);
        for (int year = 2012; year <= 2015; year++) {
            flights.succeeded(project.ingest("days", data.resolve("days-" + year + ".csv")));
        }
        return project;
    }

    private static Execution train(String project, OwnTrainer own) {
        return tidemill.project(project)
                .trainLocally(Training.asOf(SmallProject.QUARTER), own, ProgressListener.SILENT);
    }

    private static ModelVersionInfo trained(String project, Training training, OwnTrainer own) {
        Execution ended = tidemill.project(project)
                .trainLocally(training, own, ProgressListener.SILENT)
                .orThrow();
        return tidemill.model(project)
                .version((int) ended.result().at("version").integer());
    }

    private static void requireGated(ModelVersionInfo version, String metric) {
        assertThat(version.manifest().at("params", "algorithm").text()).isEqualTo("own");
        assertThat(version.gates())
                .extracting(gate -> gate.at("against").text())
                .containsExactly("baseline", "champion");
        assertThat(version.gates().getFirst().at("model").number())
                .isEqualTo(version.manifest().at("metrics", metric).number());
        RunInfo run = tidemill.tracking().run(version.manifest().at("runId").text());
        assertThat(run.status()).isEqualTo("FINISHED");
        assertThat(run.params()).containsKey("trainer.configuration");
    }

    /** The model as it was made here, the bundle, batch scoring and the deployed version give equal bits. */
    private static void requireServed(ModelVersionInfo version, RememberedModel made, String output)
            throws IOException {
        List<Document> golden = GoldenRows.of(tidemill, folder, version);
        List<Double> expected = golden.stream()
                .map(row -> made.score(row.at("encoded").elements()))
                .toList();
        ProjectClient project = tidemill.project(version.model());

        Execution deployment = flights.succeeded(project.deploy(version.version()));

        assertThat(tidemill.history(deployment.id()))
                .extracting(event -> event.state())
                .contains("Verify online", "Verify batch");
        assertThat(golden).hasSize(100);
        assertThat(golden.stream().map(row -> row.at("output", output).number()))
                .containsExactlyElementsOf(expected);
        assertThat(tidemill.model(version.model()).predict(GoldenRows.requests(golden)).rows().stream()
                        .map(row -> row.number(output)))
                .as("online")
                .containsExactlyElementsOf(expected);
        assertThat(scored(project, GoldenRows.lines(golden), version.version(), output))
                .as("batch")
                .containsExactlyElementsOf(expected);
    }

    private static List<Double> scored(ProjectClient project, List<String> lines, int version, String output)
            throws IOException {
        Path file = Files.write(folder.resolve(project.name() + ".csv"), lines);
        Execution scoring = flights.succeeded(project.score(project.uploadForScoring(file), version));
        List<String> results = new String(tidemill.scoringResults(scoring.id()), StandardCharsets.UTF_8)
                .lines()
                .toList();
        int column = List.of(results.getFirst().split(",")).indexOf(output);
        return results.stream()
                .skip(1)
                .map(line -> Double.valueOf(line.split(",", -1)[column]))
                .toList();
    }

    private static TidemillException refused(OwnTrainer own) {
        Execution ended = train(flights.name(), own);
        assertThat(ended.status()).isEqualTo("FAILED");
        TidemillException refused = catchThrowableOfType(TidemillException.class, ended::orThrow);
        assertThat(refused.code()).isEqualTo("FOREIGN_MODEL");
        return refused;
    }

    /** What ended without a version says why, in its execution and in its run; what was there before is there alone. */
    private static void requireNothingRegistered(String code, String words) {
        Execution ended =
                tidemill.project(flights.name()).executions("training", null, 1).getFirst();
        assertThat(ended.status()).isEqualTo("FAILED");
        assertThat(String.valueOf(ended.source())).contains(code, words);
        List<Integer> versions = tidemill.models().stream()
                .filter(model -> model.name().equals(flights.name()))
                .flatMap(model -> model.versions().stream())
                .toList();
        assertThat(versions).hasSizeLessThanOrEqualTo(1);
        RunInfo run = tidemill.tracking().runs(flights.name(), 1).getFirst();
        assertThat(run.status()).isEqualTo("FAILED");
        assertThat(run.tags()).containsEntry("tidemill.execution", ended.id()).containsKey("tidemill.problem");
        assertThat(run.tags().get("tidemill.problem")).contains(code);
    }

    private static byte[] binaryOf(String feature) {
        MutableDataset<Label> dataset =
                new MutableDataset<>(new SimpleDataSourceProvenance("rows", new LabelFactory()), new LabelFactory());
        for (int i = 0; i < 10; i++) {
            dataset.add(new ArrayExample<>(
                    new Label(i % 2 == 0 ? "true" : "false"), new String[] {feature}, new double[] {i}));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new LogisticRegressionTrainer().train(dataset).serializeToStream(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
