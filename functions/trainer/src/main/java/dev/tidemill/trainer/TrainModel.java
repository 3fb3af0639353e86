package dev.tidemill.trainer;

import dev.tidemill.columnar.DatasetId;
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
import dev.tidemill.contract.workflow.TrainingInput;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.learning.Encoder;
import dev.tidemill.learning.EncoderFitting;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Trains one model version: point-in-time training set, encoders, boosted trees, evaluation, gates, bundle, record. The
 * same wherever it runs: equal revision, snapshots and processor give an equal bundle. For one thread.
 */
public final class TrainModel {
    /** Of the process's heap; DuckDB may take as much beside it. */
    private static final double DATABASE_SHARE = 0.5;

    private final TrainerPorts ports;
    private final TrainingListener listener;
    private final @Nullable OwnModels own;

    public TrainModel(TrainerPorts ports, TrainingListener listener) {
        this(ports, listener, null);
    }

    /**
     * @param own makes the model in place of boosted trees; null for these
     */
    public TrainModel(TrainerPorts ports, TrainingListener listener, @Nullable OwnModels own) {
        this.ports = ports;
        this.listener = listener;
        this.own = own;
    }

    /**
     * What the outcome says of a training.
     *
     * @param manifestKey of the version's record in the artifacts store
     * @param decision of the gates: {@code pass}, {@code fail} or {@code undecided}
     * @param cutOff latest label availability of any training or validation row
     * @param metrics of the test split, by name
     */
    public record Trained(
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
     * Trains what an execution was asked, on the snapshots that its request names, else on the datasets as they stand.
     *
     * @throws ProblemException when the project, its data or its configuration cannot be trained
     */
    public Trained train(MachineInput input) {
        ExecutionContext execution = input.execution();
        PushedProject pushed = ports.revisions().load(execution);
        Plan plan = Plan.of(pushed.spec());
        Instant begun = ports.clock().instant();
        Phases phases = new Phases(ports.clock(), listener);
        RunLog runs = ports.runs();
        RunLog.Started run = runs.start(execution, plan.serving().model(), tags(execution, pushed));
        FitModel fit = new FitModel(plan, own);
        runs.params(run, fit.params());
        long memory = Math.max((long) (Runtime.getRuntime().maxMemory() * DATABASE_SHARE), 128L << 20);
        try (Sandbox sandbox = Sandbox.open(
                ports.folder(), "training-" + execution.id(), new SandboxSettings(memory, plan.threads()))) {
            TrainingSet set = build(input, plan.spec(), sandbox);
            phases.end("training-set");
            ReadSplits splits = ReadSplits.of(sandbox, set, plan);
            EncoderFitting fitting = new EncoderFitting(plan.training().inputs());
            for (int i = 0; i < splits.training().size(); i++) {
                fitting.add(splits.training().inputs().row(i));
            }
            Encoder encoder = new Encoder(fitting.fit());
            phases.end("encode");
            MadeModel model = fit.fit(splits, encoder, (round, metric, onTraining, onValidation) -> {
                runs.metrics(run, round, Map.of("train-" + metric, onTraining, "validation-" + metric, onValidation));
                listener.roundEnded(round, metric, onTraining, onValidation);
            });
            if (own != null) {
                runs.params(run, model.params());
            }
            phases.end("boost");
            Assessment assessment = new Assessment(plan, splits, encoder, model);
            Optional<Champion> champion =
                    ports.champions().find(execution.tenant(), plan.serving().model());
            List<GateResult> gates = assessment.gates(champion.orElse(null), set.cutOff());
            phases.end("evaluate");
            WriteVersion.Written written = new WriteVersion(ports.artifacts(), ports.job())
                    .write(new WriteVersion.Draft(
                            execution,
                            pushed,
                            plan,
                            set,
                            splits,
                            encoder,
                            model,
                            assessment,
                            gates,
                            run,
                            begun,
                            ports.clock().instant()));
            phases.end("store");
            runs.metrics(run, model.lastStep(), assessment.logged());
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

    /** Builds the set, and tags what it read as it stood, so that no snapshot of it expires. */
    private TrainingSet build(MachineInput input, ProjectSpec spec, Sandbox sandbox) {
        ExecutionContext execution = input.execution();
        String tag = "training-" + execution.id();
        Map<String, Long> pins = TrainingInput.pins(input.request());
        ProjectData data = ProjectData.mount(
                sandbox, ports.datasets(), execution.tenant(), spec, ProjectData.readByTraining(spec), pins);
        data.states().forEach((dataset, state) -> {
            if (!pins.containsKey(dataset)) {
                DatasetId id = new DatasetId(execution.tenant(), execution.project(), dataset);
                ports.tags().tag(id, state.snapshotId(), tag);
            }
        });
        return new TrainingSetBuilder(data).build(asOf(input), tag);
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
