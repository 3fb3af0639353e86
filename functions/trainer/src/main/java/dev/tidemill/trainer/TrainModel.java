package dev.tidemill.trainer;

import dev.tidemill.columnar.DatasetId;
import dev.tidemill.columnar.Lake;
import dev.tidemill.columnar.ProjectData;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.columnar.SandboxSettings;
import dev.tidemill.columnar.TrainingSet;
import dev.tidemill.columnar.TrainingSetBuilder;
import dev.tidemill.contract.model.GateResult;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.PushedProject;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.MachineInput;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.learning.Encoder;
import dev.tidemill.learning.EncoderFitting;
import dev.tidemill.learning.XGBoostTraining;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Trains one model version: point-in-time training set, encoders, boosted trees, evaluation, gates, bundle, record. */
final class TrainModel {
    /** Of the process's heap; DuckDB may take as much beside it. */
    private static final double DATABASE_SHARE = 0.5;

    private final ObjectStore artifacts;
    private final Lake lake;
    private final Champion.Finder champions;
    private final RunLog runs;
    private final JobFacts job;
    private final Path folder;
    private final InstantSource clock;

    TrainModel(
            ObjectStore artifacts,
            Lake lake,
            Champion.Finder champions,
            RunLog runs,
            JobFacts job,
            Path folder,
            InstantSource clock) {
        this.artifacts = artifacts;
        this.lake = lake;
        this.champions = champions;
        this.runs = runs;
        this.job = job;
        this.folder = folder;
        this.clock = clock;
    }

    /** What the outcome says of a training. */
    record Trained(
            String runId,
            String manifestKey,
            String bundleSha256,
            String decision,
            List<GateResult> gates,
            Instant asOf,
            Instant cutOff,
            Map<String, Double> metrics,
            Map<String, Double> phaseSeconds,
            TrainingSet.Counts rows) {}

    /**
     * @throws ProblemException when the project, its data or its configuration cannot be trained
     */
    Trained train(MachineInput input) {
        ExecutionContext execution = input.execution();
        PushedProject pushed =
                PushedProject.load(artifacts, execution.tenant(), execution.project(), execution.revision());
        Plan plan = Plan.of(pushed.spec());
        Instant begun = clock.instant();
        Phases phases = new Phases(clock);
        RunLog.Started run = runs.start(execution, plan.serving().model(), tags(execution, pushed));
        XGBoostTraining training = new XGBoostTraining(plan.training().trainer(), plan.problem(), plan.threads());
        runs.params(run, plan.params(training.parameters()));
        long memory = Math.max((long) (Runtime.getRuntime().maxMemory() * DATABASE_SHARE), 128L << 20);
        try (Sandbox sandbox =
                Sandbox.open(folder, "training-" + execution.id(), new SandboxSettings(memory, plan.threads()))) {
            TrainingSet set = build(execution, plan.spec(), sandbox, asOf(input));
            phases.end("training-set");
            ReadSplits splits = ReadSplits.of(sandbox, set, plan);
            EncoderFitting fitting = new EncoderFitting(plan.training().inputs());
            for (int i = 0; i < splits.training().size(); i++) {
                fitting.add(splits.training().inputs().row(i));
            }
            Encoder encoder = new Encoder(fitting.fit());
            phases.end("encode");
            XGBoostTraining.Trained trees = training.train(
                    splits.training().encode(encoder),
                    splits.training().floatLabels(),
                    splits.validation().encode(encoder),
                    splits.validation().floatLabels(),
                    (round, metric, onTraining, onValidation) -> runs.metrics(
                            run, round, Map.of("train-" + metric, onTraining, "validation-" + metric, onValidation)));
            phases.end("boost");
            Assessment assessment = new Assessment(plan, splits, encoder, trees);
            Optional<Champion> champion =
                    champions.find(execution.tenant(), plan.serving().model());
            List<GateResult> gates = assessment.gates(champion.orElse(null), set.cutOff());
            phases.end("evaluate");
            WriteVersion.Written written = new WriteVersion(artifacts, job)
                    .write(new WriteVersion.Draft(
                            execution,
                            pushed,
                            plan,
                            set,
                            splits,
                            encoder,
                            trees,
                            assessment,
                            gates,
                            run,
                            begun,
                            clock.instant()));
            phases.end("store");
            runs.metrics(run, trees.bestRound(), assessment.logged());
            runs.metrics(run, 0, phases.metrics());
            runs.finish(run);
            return new Trained(
                    run.id(),
                    written.manifestKey(),
                    written.manifest().bundleSha256(),
                    written.manifest().decision(),
                    gates,
                    set.asOf(),
                    set.cutOff(),
                    written.manifest().metrics(),
                    phases.seconds(),
                    set.counts());
        }
    }

    /** Builds the set from the datasets as they stand, and tags what it read so that no snapshot of it expires. */
    private TrainingSet build(ExecutionContext execution, ProjectSpec spec, Sandbox sandbox, @Nullable Instant asOf) {
        String tag = "training-" + execution.id();
        ProjectData data =
                ProjectData.mount(sandbox, lake, execution.tenant(), spec, ProjectData.readByTraining(spec), Map.of());
        data.states()
                .forEach((dataset, state) -> lake.tag(
                        new DatasetId(execution.tenant(), execution.project(), dataset), state.snapshotId(), tag));
        return new TrainingSetBuilder(data).build(asOf, tag);
    }

    private static @Nullable Instant asOf(MachineInput input) {
        String text = input.request().path("asOf").asText("");
        return text.isEmpty() || text.equals("null")
                ? null
                : OffsetDateTime.parse(text).toInstant();
    }

    private static Map<String, String> tags(ExecutionContext execution, PushedProject pushed) {
        Map<String, String> tags = new TreeMap<>();
        tags.put("tidemill.project", execution.project());
        tags.put("tidemill.revision", execution.revision());
        tags.put("tidemill.execution", execution.id());
        tags.put("tidemill.correlation", execution.correlationId());
        tags.put("tidemill.dirty", Boolean.toString(pushed.dirty()));
        String commit = pushed.commit();
        if (commit != null) {
            tags.put("mlflow.source.git.commit", commit);
        }
        return tags;
    }
}
