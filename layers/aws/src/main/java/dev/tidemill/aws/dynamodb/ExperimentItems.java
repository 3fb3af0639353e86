package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.tracking.Experiment;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;

/** How experiments lie in the tracking table. */
final class ExperimentItems {
    static final String COUNTER = "counter";
    static final String EXPERIMENTS = "id#";
    private static final long FORMAT = 1;

    private ExperimentItems() {}

    /**
     * An experiment as stored.
     *
     * @param version counts its changes, from 1
     * @param generation counts how often it was deleted or restored
     */
    record Counted(Experiment experiment, long version, long generation) {}

    static String pk(Workspace workspace) {
        return workspace.name() + "#experiments";
    }

    static String sk(String id) {
        return EXPERIMENTS + id;
    }

    static String nameSk(String name) {
        return "name#" + name;
    }

    static EnhancedDocument writeCounter(Workspace workspace, long last) {
        return new ItemWriter(pk(workspace), COUNTER).number("last", last).build();
    }

    static EnhancedDocument writeName(Experiment experiment) {
        return new ItemWriter(pk(experiment.workspace()), nameSk(experiment.name()))
                .text("id", experiment.id())
                .build();
    }

    static EnhancedDocument write(Counted counted) {
        Experiment experiment = counted.experiment();
        return new ItemWriter(pk(experiment.workspace()), sk(experiment.id()))
                .number("format", FORMAT)
                .text("workspace", experiment.workspace().name())
                .text("id", experiment.id())
                .text("name", experiment.name())
                .text("artifactLocation", experiment.artifactLocation())
                .bool("active", experiment.active())
                .texts("tags", experiment.tags())
                .instant("createdAt", experiment.createdAt())
                .instant("updatedAt", experiment.updatedAt())
                .number("version", counted.version())
                .number("generation", counted.generation())
                .build();
    }

    static Counted read(ItemReader item) {
        item.format(FORMAT);
        return new Counted(
                new Experiment(
                        new Workspace(item.text("workspace")),
                        item.text("id"),
                        item.text("name"),
                        item.text("artifactLocation"),
                        item.bool("active"),
                        item.textMap("tags"),
                        item.instant("createdAt"),
                        item.instant("updatedAt")),
                item.number("version"),
                item.number("generation"));
    }
}
