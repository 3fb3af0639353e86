package dev.tidemill.aws.dynamodb;

import dev.tidemill.aws.dynamodb.ExperimentItems.Counted;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.tracking.Metric;
import dev.tidemill.core.tracking.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;

/** How runs and their metric points lie in the tracking table. */
final class RunItems {
    static final String RUN = "run";
    static final String LISTED = "run#";
    static final String POINTS = "points#";
    static final int SHARDS = 8;
    private static final long FORMAT = 1;
    private static final int POINTS_PER_ITEM = 2000;
    private static final int MOST_BYTES = 390_000;

    private RunItems() {}

    /**
     * A run as stored.
     *
     * @param version counts its changes, from 1
     * @param generation of its experiment when the run was last written
     */
    record Stored(Run run, long version, long generation) {
        /** The run as its experiment's deletions and restorations have left it. */
        Run under(Counted experiment) {
            boolean active = experiment.generation() == generation
                    ? run.active()
                    : experiment.experiment().active();
            return active == run.active() ? run : run.withActive(active);
        }
    }

    static String pk(Workspace workspace, String runId) {
        return workspace.name() + "#run#" + runId;
    }

    static Key key(Workspace workspace, String runId) {
        return Key.builder().partitionValue(pk(workspace, runId)).sortValue(RUN).build();
    }

    static String listPk(Workspace workspace, String experimentId, int shard) {
        return workspace.name() + "#experiment#" + experimentId + "#" + shard;
    }

    static EnhancedDocument writeListed(Run run) {
        int shard = Math.floorMod(run.id().hashCode(), SHARDS);
        return new ItemWriter(listPk(run.workspace(), run.experimentId(), shard), LISTED + run.id())
                .text("id", run.id())
                .build();
    }

    static EnhancedDocument write(Stored stored) {
        Run run = stored.run();
        byte[] logged = PackedRun.write(run);
        if (logged.length > MOST_BYTES) {
            throw new ProblemException(
                    "INVALID_PARAMETER_VALUE",
                    "Run '" + run.id() + "' would hold " + logged.length
                            + " bytes of params, tags and metric keys after compression: expected at most "
                            + MOST_BYTES + ".");
        }
        return new ItemWriter(pk(run.workspace(), run.id()), RUN)
                .number("format", FORMAT)
                .text("workspace", run.workspace().name())
                .text("id", run.id())
                .text("experimentId", run.experimentId())
                .text("name", run.name())
                .text("user", run.user())
                .text("status", run.status())
                .number("startTime", run.startTime())
                .number("endTime", run.endTime())
                .text("artifactUri", run.artifactUri())
                .bool("active", run.active())
                .bytes("logged", logged)
                .number("version", stored.version())
                .number("generation", stored.generation())
                .build();
    }

    static Stored read(ItemReader item) {
        item.format(FORMAT);
        PackedRun.Logged logged = PackedRun.read(item.bytes("logged"));
        Run run = new Run(
                new Workspace(item.text("workspace")),
                item.text("id"),
                item.text("experimentId"),
                item.text("name"),
                item.text("user"),
                item.text("status"),
                item.number("startTime"),
                item.optionalNumber("endTime"),
                item.text("artifactUri"),
                item.bool("active"),
                logged.metrics(),
                logged.params(),
                logged.tags(),
                logged.links());
        return new Stored(run, item.number("version"), item.number("generation"));
    }

    /** The items of a batch of points, which sort after those of earlier versions of the run. */
    static List<EnhancedDocument> writePoints(Run run, long version, List<Metric> points) {
        List<EnhancedDocument> items = new ArrayList<>();
        for (int from = 0; from < points.size(); from += POINTS_PER_ITEM) {
            List<Metric> pack = points.subList(from, Math.min(points.size(), from + POINTS_PER_ITEM));
            String sk = String.format(Locale.ROOT, "%s%012d#%04d", POINTS, version, from / POINTS_PER_ITEM);
            items.add(new ItemWriter(pk(run.workspace(), run.id()), sk)
                    .bytes("points", PackedRun.writePoints(pack))
                    .build());
        }
        return items;
    }
}
