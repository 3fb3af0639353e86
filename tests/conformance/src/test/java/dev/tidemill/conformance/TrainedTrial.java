package dev.tidemill.conformance;

import dev.tidemill.client.Document;
import dev.tidemill.client.Execution;
import dev.tidemill.client.Training;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A quarter of flights, trained on twice as of the same instant, with few rounds and gates that pass: the first version
 * may be promoted by its gates, the second may not.
 */
final class TrainedTrial {
    /** The end of the first quarter in New York. */
    static final Instant QUARTER = Instant.parse("2013-04-01T04:00:00Z");

    private static @Nullable TrainedTrial shared;

    private final TrialProject project;
    private final Execution promoted;
    private final Execution twin;

    private TrainedTrial(TrialProject project, Execution promoted, Execution twin) {
        this.project = project;
        this.promoted = promoted;
        this.twin = twin;
    }

    /** The trial that the tests of one JVM share. */
    static synchronized TrainedTrial get() {
        TrainedTrial trial = shared;
        if (trial == null) {
            trial = train(TrialProject.fresh("delay"));
            shared = trial;
        }
        return trial;
    }

    private static TrainedTrial train(TrialProject project) {
        project.push(yaml -> TrialProject.replaced(
                TrialProject.replaced(
                        yaml,
                        "rounds: 400, max-depth: 4, learning-rate: 0.05",
                        "rounds: 25, max-depth: 3, learning-rate: 0.2"),
                "against: baseline, better-by: 1%",
                "against: baseline, not-worse-by: 50%"));
        for (int month = 1; month <= 3; month++) {
            project.ingestMonth(month);
        }
        project.succeeded(project.client().materialize(QUARTER));
        Execution promoted = project.client().train(Training.asOf(QUARTER).promotedOnPass());
        Execution twin = project.client().train(Training.asOf(QUARTER));
        return new TrainedTrial(project, project.succeeded(promoted), twin);
    }

    TrialProject project() {
        return project;
    }

    /** The first training. */
    Execution promoted() {
        return promoted;
    }

    /** The second training, when it has ended. */
    Execution twin() {
        return project.succeeded(twin);
    }

    Document manifest(Execution training) {
        return project.tidemill()
                .model(project.name())
                .version(version(training))
                .manifest();
    }

    static int version(Execution training) {
        return (int) training.result().at("version").integer();
    }

    /** The promoted version, once it serves. */
    int deployed() {
        String deployment =
                String.valueOf(project.deploymentDecision(version(promoted)).execution());
        project.succeeded(project.tidemill().execution(deployment));
        return version(promoted);
    }
}
