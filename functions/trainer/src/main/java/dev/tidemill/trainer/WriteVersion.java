package dev.tidemill.trainer;

import dev.tidemill.columnar.TrainingSet;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.model.GateResult;
import dev.tidemill.contract.model.ModelManifest;
import dev.tidemill.contract.project.PushedProject;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.core.storage.ObjectReference;
import dev.tidemill.learning.Calibration;
import dev.tidemill.learning.Encoder;
import dev.tidemill.learning.FittedModel;
import dev.tidemill.learning.Gates;
import dev.tidemill.learning.GoldenRow;
import dev.tidemill.learning.ModelBundle;
import dev.tidemill.learning.ModelCard;
import dev.tidemill.learning.ModelFormat;
import dev.tidemill.learning.ReferenceSummary;
import dev.tidemill.learning.RequestPath;
import dev.tidemill.learning.TribuoModels;
import dev.tidemill.learning.ViewVersions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes what a training made: the bundle, the model for Tribuo, the card, the evaluation and the record of it all. */
final class WriteVersion {
    private final Artifacts artifacts;
    private final JobFacts job;

    WriteVersion(Artifacts artifacts, JobFacts job) {
        this.artifacts = artifacts;
        this.job = job;
    }

    /** What is to be written. */
    record Draft(
            ExecutionContext execution,
            PushedProject pushed,
            Plan plan,
            TrainingSet set,
            ReadSplits splits,
            Encoder encoder,
            MadeModel model,
            Assessment assessment,
            List<GateResult> gates,
            RunLog.Started run,
            Instant begun,
            Instant now) {
        String folder() {
            return "w/" + execution.workspace() + "/models/" + plan.serving().model() + "/" + execution.id();
        }
    }

    record Written(String manifestKey, ModelManifest manifest) {}

    Written write(Draft draft) {
        ModelBundle bundle = bundle(draft);
        List<ObjectReference> stored = new ArrayList<>();
        String bundleKey = draft.folder() + "/bundle";
        bundle.files()
                .forEach((name, content) ->
                        stored.add(artifacts.write(bundleKey + "/" + name, content, "application/octet-stream")));
        byte[] tribuo = draft.model().format() == ModelFormat.TRIBUO
                ? draft.model().content()
                : TribuoModels.wrap(
                        draft.model().content(),
                        draft.plan().problem(),
                        draft.encoder().columnNames().size(),
                        Map.of("execution", draft.execution().id(), "bundle", bundle.sha256()));
        stored.add(artifacts.write(draft.folder() + "/model.tribuo", tribuo, "application/x-protobuf"));
        stored.add(artifacts.upload(
                draft.folder() + "/training-set.parquet", draft.set().file(), "application/vnd.apache.parquet"));
        String runFolder = runFolder(draft.run());
        stored.add(text(
                runFolder + "evaluation.json", Json.write(draft.assessment().report()), "application/json"));
        ModelManifest record = manifest(draft, bundle, bundleKey, stored, "-");
        String card = ModelCard.write(
                draft.plan().spec(),
                record,
                draft.assessment().report(),
                draft.assessment().baselineMetrics(),
                draft.encoder().columnNames(),
                draft.model().importance());
        stored.add(text(runFolder + "model-card.md", card, "text/markdown"));
        ModelManifest manifest = manifest(draft, bundle, bundleKey, stored, card);
        String key = draft.folder() + "/manifest.json";
        text(key, Json.write(manifest), "application/json");
        text(runFolder + "manifest.json", Json.write(manifest), "application/json");
        return new Written(key, manifest);
    }

    private ModelBundle bundle(Draft draft) {
        FittedModel fitted = new FittedModel(
                draft.plan().problem(),
                draft.encoder(),
                draft.model().scorer(),
                new Calibration.Identity(),
                draft.plan().serving().threshold());
        RequestPath path = draft.splits().path().with(fitted);
        List<GoldenRow> golden = GoldenRows.of(path, draft.splits().test().examples());
        ReferenceSummary.Builder reference = new ReferenceSummary.Builder(
                draft.plan().training().inputs().numeric(),
                draft.plan().training().inputs().categorical().columns());
        for (int i = 0; i < draft.splits().training().size(); i++) {
            reference.add(draft.splits().training().inputs().row(i));
        }
        return ModelBundle.of(new ModelBundle.Parts(
                draft.plan().spec(),
                draft.execution().revision(),
                draft.splits().featureTypes(),
                ViewVersions.of(draft.plan().spec()),
                draft.encoder().state(),
                draft.model().format(),
                draft.model().content(),
                draft.model().baseMargin(),
                new Calibration.Identity(),
                draft.assessment().baseline(),
                reference.build(),
                golden));
    }

    private ModelManifest manifest(
            Draft draft, ModelBundle bundle, String bundleKey, List<ObjectReference> stored, String card) {
        Plan plan = draft.plan();
        return new ModelManifest(
                1,
                draft.execution().workspace(),
                draft.execution().project(),
                plan.serving().model(),
                plan.problem().name().toLowerCase(Locale.ROOT),
                draft.execution().revision(),
                draft.pushed().commit(),
                draft.pushed().dirty(),
                draft.execution().id(),
                draft.run().id(),
                job.jobId(),
                draft.begun(),
                Duration.between(draft.begun(), draft.now()).toMillis(),
                job.environment(),
                draft.model().params(),
                draft.assessment().metrics(),
                bundleKey,
                bundle.sha256(),
                List.copyOf(stored),
                draft.set().data(),
                draft.set().sha256(),
                draft.splits().training().size(),
                draft.splits().validation().size(),
                draft.splits().test().size(),
                draft.set().asOf(),
                draft.set().cutOff(),
                Gates.decision(draft.gates()),
                draft.gates(),
                card);
    }

    /** The key of the run's artifacts: its address without scheme and bucket. */
    private static String runFolder(RunLog.Started run) {
        String path = URI.create(run.artifactUri()).getPath();
        return path.replaceFirst("^/+", "").replaceFirst("/*$", "") + "/";
    }

    private ObjectReference text(String key, String content, String type) {
        return artifacts.write(key, content.getBytes(StandardCharsets.UTF_8), type);
    }
}
