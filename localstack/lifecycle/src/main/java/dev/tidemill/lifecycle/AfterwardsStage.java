package dev.tidemill.lifecycle;

import dev.tidemill.client.Document;
import dev.tidemill.client.Execution;
import dev.tidemill.client.Lineage;
import dev.tidemill.client.ProgressListener;
import dev.tidemill.lifecycle.DataStage.Ingested;
import dev.tidemill.lifecycle.Steps.Done;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What starts by itself once outcomes arrive: monitoring, retraining, promotion. And lineage, at the end. */
final class AfterwardsStage {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Context context;

    AfterwardsStage(Context context) {
        this.context = context;
    }

    /**
     * An execution that started by itself.
     *
     * @param kept whether it is of an earlier walk
     */
    record Started(Execution execution, boolean kept) {}

    /** Waits for the monitoring that an ingestion started. */
    Started monitoring(String what, Ingested ingested) {
        return context.steps().step(what, live -> {
            Execution monitoring = first("monitoring", ingested.execution());
            boolean kept = ingested.kept() && !monitoring.isRunning();
            Execution ended = context.succeeded(monitoring, live);
            Document report = context.project().report(ended.id());
            return Done.of(new Started(ended, kept), labels(report.at("labels")), kept)
                    .with(Figures.channels(report));
        });
    }

    private static String labels(Document labels) {
        return Figures.count(labels.at("newMatureLabels").integer(0)) + " new mature labels, "
                + Figures.count(labels.at("matched").integer(0)) + " predictions have theirs, "
                + Figures.count(labels.at("unmatched").integer(0)) + " not yet";
    }

    /** Waits for the retraining that a monitoring's labels started to begin. */
    Started retrainingBegun(Started monitoring) {
        return context.steps().step("retraining starts by itself", live -> {
            Execution training = first("training", monitoring.execution());
            boolean kept = monitoring.kept() && !training.isRunning();
            return Done.of(new Started(training, kept), "training " + training.id(), kept);
        });
    }

    /** Makes the labels be reported twice more, and sees that no second training begins. */
    void onceOnly(Started monitoring, Started training) {
        context.steps().step("the same labels reported twice more", live -> {
            if (!training.kept()) {
                for (int i = 0; i < 2; i++) {
                    context.succeeded(
                            context.project()
                                    .monitor(monitoring
                                            .execution()
                                            .request()
                                            .at("until")
                                            .instantOrNull()),
                            live);
                }
            }
            // Three reports of the same labels, three decisions.
            context.history()
                    .eventually(
                            "third decision on a training",
                            PATIENCE,
                            () -> decided(monitoring) >= 3 ? Optional.of(true) : Optional.empty());
            List<Execution> trainings = context.history()
                    .triggeredSince("training", monitoring.execution().startedAt());
            if (trainings.size() != 1) {
                throw new WalkException(trainings.size() + " trainings were started by the same labels, expected 1: "
                        + trainings.stream().map(Execution::id).collect(Collectors.joining(", ")));
            }
            return Done.of(trainings.getFirst(), "still 1 training" + decisions(), training.kept());
        });
    }

    private long decided(Started monitoring) {
        return context.project().triggers().stream()
                .filter(trigger -> trigger.kind().equals("training"))
                .filter(trigger -> trigger.time() != null
                        && !trigger.time().isBefore(monitoring.execution().startedAt()))
                .count();
    }

    private String decisions() {
        String decisions = context.project().triggers().stream()
                .filter(trigger -> trigger.kind().equals("training"))
                .map(trigger -> trigger.decision())
                .collect(Collectors.groupingBy(decision -> decision, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + " " + entry.getValue() + "×")
                .sorted()
                .collect(Collectors.joining(", "));
        return decisions.isEmpty() ? "" : " (decisions: " + decisions + ")";
    }

    /** Waits for the retraining, and for its deployment when it is promoted; answers its version. */
    void retrained(Started training) {
        Execution ended = context.steps().step("retrain", live -> {
            Execution done = context.succeeded(training.execution(), live);
            Done<Integer> line = ModelStage.trained(context, done, training.kept());
            return new Done<>(done, line.figure(), line.kept(), line.details());
        });
        int version = (int) ended.result().at("version").integer();
        String decision = ended.result().at("decision").text("");
        context.steps().step("promote version " + version, live -> promoted(ended, version, decision, training, live));
    }

    private Done<Integer> promoted(
            Execution training, int version, String decision, Started begun, ProgressListener live) {
        if (!decision.equals("pass")) {
            int champion = context.tidemill().model(context.model()).alias("champion");
            if (champion == version) {
                throw new WalkException("version " + version + " is champion though its gates say " + decision);
            }
            return Done.of(
                    champion, "its gates say " + decision + ": champion stays version " + champion, begun.kept());
        }
        context.succeeded(first("deployment", training), live);
        int champion = context.tidemill().model(context.model()).alias("champion");
        if (champion != version && !begun.kept()) {
            throw new WalkException("champion is version " + champion + ", expected " + version);
        }
        return Done.of(champion, "its gates say pass: champion is version " + champion, begun.kept());
    }

    /** The first execution of a kind that nobody asked for and that began after another did. */
    private Execution first(String kind, Execution after) {
        return context.history()
                .eventually(
                        kind + " that started by itself",
                        PATIENCE,
                        () -> context.history().triggeredSince(kind, after.startedAt()).stream()
                                .findFirst());
    }

    /** Asks where a prediction comes from. */
    Lineage lineage(String predictionId) {
        return context.steps().step("lineage of prediction " + predictionId, live -> {
            // A prediction is captured before its answer, and stored a little later.
            Lineage lineage = context.history()
                    .eventually(
                            "lineage of " + predictionId,
                            PATIENCE,
                            () -> History.known(() -> context.tidemill().lineage(predictionId, context.model())));
            if (lineage.data().isEmpty()
                    || lineage.revision().isEmpty()
                    || lineage.executions().isEmpty()) {
                throw new WalkException("the lineage lacks data, revision or executions: " + lineage.source());
            }
            String data = lineage.data().entrySet().stream()
                    .map(entry -> entry.getKey() + " at snapshot "
                            + entry.getValue().at("snapshotId").text("?"))
                    .collect(Collectors.joining(", "));
            String commit = Optional.ofNullable(lineage.commit())
                    .map(id -> "commit " + id.substring(0, Math.min(10, id.length()))
                            + (lineage.dirty() ? " changed" : ""))
                    .orElse("no commit");
            return Done.made(
                            lineage,
                            "version " + lineage.modelVersion().at("version").text("?") + ", revision "
                                    + lineage.revision()
                                            .substring(
                                                    0,
                                                    Math.min(
                                                            10,
                                                            lineage.revision().length())) + ", "
                                    + commit)
                    .with(List.of("data: " + data, "executions: " + String.join(", ", lineage.executions())));
        });
    }
}
