package dev.tidemill.lifecycle;

import dev.tidemill.client.Document;
import dev.tidemill.client.Execution;
import dev.tidemill.client.ModelVersionInfo;
import dev.tidemill.client.Training;
import dev.tidemill.lifecycle.Steps.Done;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Trains, deploys and scores in batch. */
final class ModelStage {
    private final Context context;

    ModelStage(Context context) {
        this.context = context;
    }

    /** Trains on what was known at an instant and answers the registered version's number. */
    int train(Instant asOf) {
        return context.steps().step("train as of " + asOf, live -> {
            Optional<Execution> before = context.history()
                    .done(
                            "training",
                            e -> asOf.equals(e.request().at("asOf").instantOrNull())
                                    && !e.request().at("cause").isPresent());
            Execution training = before.isPresent()
                    ? before.get()
                    : context.succeeded(context.project().train(Training.asOf(asOf)), live);
            return trained(context, training, before.isPresent());
        });
    }

    /** The line of a training that succeeded, its version read back from the registry. */
    static Done<Integer> trained(Context context, Execution training, boolean kept) {
        int version = (int) training.result().at("version").integer();
        ModelVersionInfo registered = context.tidemill().model(context.model()).version(version);
        Document manifest = registered.manifest();
        String rows = manifest.at("trainingRows").isNumber()
                ? " on " + Figures.count(manifest.at("trainingRows").integer()) + " rows"
                : "";
        StringBuilder metrics = new StringBuilder();
        manifest.at("metrics").fields().entrySet().stream()
                .filter(metric ->
                        !metric.getKey().contains("/") && metric.getValue().isNumber())
                .limit(4)
                .forEach(metric -> metrics.append(", ")
                        .append(metric.getKey())
                        .append(' ')
                        .append(Figures.metric(metric.getValue())));
        return Done.of(version, "version " + version + rows + ", gates " + registered.decision() + metrics, kept)
                .with(Figures.gates(registered.gates()));
    }

    /** Deploys a version as champion, after inference and batch scoring reproduced its golden rows. */
    void deploy(int version) {
        context.steps().step("deploy version " + version + " as champion", live -> {
            Optional<Execution> before = context.history()
                    .done("deployment", e -> e.request().at("version").integer(-1) == version);
            Execution deployment = before.isPresent()
                    ? before.get()
                    : context.succeeded(context.project().deploy(version), live);
            int champion = context.tidemill().model(context.model()).alias("champion");
            if (before.isEmpty() && champion != version) {
                throw new WalkException("champion is version " + champion + ", expected " + version);
            }
            return Done.of(deployment, "champion is version " + champion, before.isPresent());
        });
    }

    /** Scores a file of requests by a version, each row joined at its own time. */
    void score(Path requests, int version) {
        context.steps().step("score " + requests.getFileName(), live -> {
            var upload = context.project().uploadForScoring(requests);
            Optional<Execution> before = context.history()
                    .done(
                            "scoring",
                            e -> e.request().at("sha256").text("").equals(upload.sha256())
                                    && e.request().at("version").integer(version) == version);
            Execution scoring = before.isPresent()
                    ? before.get()
                    : context.succeeded(context.project().score(upload, version), live);
            long rows = scoring.result().at("rows").integer();
            if (rows == 0 || context.tidemill().scoringResults(scoring.id()).length == 0) {
                throw new WalkException("the scoring " + scoring.id() + " gave no predictions");
            }
            return Done.of(scoring, Figures.count(rows) + " predictions by version " + version, before.isPresent());
        });
    }
}
