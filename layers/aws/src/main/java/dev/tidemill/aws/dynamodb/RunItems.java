package dev.tidemill.aws.dynamodb;

import dev.tidemill.aws.dynamodb.ExperimentItems.Counted;
import dev.tidemill.aws.dynamodb.PlainReads.ItemKey;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.tracking.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;

/** How runs and their metric points lie in the tracking table. */
final class RunItems {
    static final String RUN = "run";

    /** Sort keys of packs of points begin so; a digit follows in the first format. */
    static final String POINTS = "points#";

    private static final String NUMBERED = POINTS + "n";
    private static final String BLOCKS = "ranges#";
    private static final long FIRST_FORMAT = 1;
    private static final long FORMAT = 2;
    private static final int MOST_BYTES = 390_000;

    private RunItems() {}

    /**
     * A run as stored.
     *
     * @param version counts its changes, from 1
     * @param generation of its experiment when the run was last written
     * @param indexedAt Unix milliseconds when its search row last got data that had been logged; 0 for never
     * @param rowWhole whether its search row holds its data as they are
     */
    record Stored(Run run, long version, long generation, PointLog points, long indexedAt, boolean rowWhole) {
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

    static ItemKey key(Workspace workspace, String runId) {
        return new ItemKey(pk(workspace, runId), RUN);
    }

    static String packSk(long number) {
        return NUMBERED + String.format(Locale.ROOT, "%010d", number);
    }

    static String blockSk(long number) {
        return BLOCKS + String.format(Locale.ROOT, "%08d", number);
    }

    static EnhancedDocument write(Stored stored) {
        Run run = stored.run();
        byte[] logged = PackedRun.write(run);
        byte[] points = stored.points().write();
        if (logged.length + points.length > MOST_BYTES) {
            throw new ProblemException(
                    "INVALID_PARAMETER_VALUE",
                    "Run '" + run.id() + "' would hold " + (logged.length + points.length)
                            + " bytes of params, tags, metric keys, datasets and models after compression: expected at"
                            + " most " + MOST_BYTES + ".");
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
                .bytes("points", points)
                .number("version", stored.version())
                .number("generation", stored.generation())
                .number("indexedAt", stored.indexedAt())
                .bool("rowWhole", stored.rowWhole())
                .build();
    }

    static Stored read(ItemReader item) {
        boolean first = item.number("format") == FIRST_FORMAT;
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
        long version = item.number("version");
        long generation = item.number("generation");
        if (first) {
            return new Stored(run, version, generation, PointLog.FIRST, 0, false);
        }
        item.format(FORMAT);
        return new Stored(
                run,
                version,
                generation,
                PointLog.read(item.bytes("points")),
                item.number("indexedAt"),
                item.bool("rowWhole"));
    }

    /** Runs by id, in no order; those that do not exist are absent. */
    static List<Stored> read(PlainReads reads, Workspace workspace, List<String> ids) {
        return reads.all(ids.stream().map(id -> key(workspace, id)).toList()).stream()
                .map(item -> read(new ItemReader(EnhancedDocument.fromAttributeValueMap(item))))
                .toList();
    }

    /** The items that an addition of points puts beside the run. */
    static List<EnhancedDocument> write(Run run, PointLog.Appended appended) {
        List<EnhancedDocument> items = new ArrayList<>();
        String pk = pk(run.workspace(), run.id());
        for (PointLog.Pack pack : appended.packs()) {
            items.add(new ItemWriter(pk, packSk(pack.number()))
                    .bytes("points", PackedPoints.write(pack.points()))
                    .build());
        }
        for (PointLog.Block block : appended.blocks()) {
            items.add(new ItemWriter(pk, blockSk(block.number()))
                    .bytes("ranges", PointLog.writeBlock(block.ranges()))
                    .build());
        }
        return items;
    }
}
