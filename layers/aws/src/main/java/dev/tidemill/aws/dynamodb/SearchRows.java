package dev.tidemill.aws.dynamodb;

import dev.tidemill.aws.dynamodb.ExperimentItems.Counted;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.tracking.Experiment;
import dev.tidemill.core.tracking.Run;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;

/**
 * The small items by which the runs of an experiment are searched, one a run, in eight partitions. One holds the run's own
 * fields, which are always those of the run, and its data, unless these are too many bytes or have changed since: the run
 * must then be read.
 */
final class SearchRows {
    static final int SHARDS = 8;
    static final String PREFIX = "run#";
    static final String PACKED = "d";
    private static final int FORMAT = 1;
    private static final int MOST_BYTES = 6000;
    private static final List<String> STATUSES = List.of("RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED");

    private SearchRows() {}

    /**
     * A row as read.
     *
     * @param run without metrics, params, tags and links
     * @param packed where the run's data are read from; null when the run itself must be read
     */
    record Row(Run run, @Nullable PackReader packed) {
        Run whole(PackReader data) {
            PackedRun.Logged logged = PackedRun.readData(data);
            return new Run(
                    run.workspace(),
                    run.id(),
                    run.experimentId(),
                    run.name(),
                    run.user(),
                    run.status(),
                    run.startTime(),
                    run.endTime(),
                    run.artifactUri(),
                    run.active(),
                    logged.metrics(),
                    logged.params(),
                    logged.tags(),
                    logged.links());
        }
    }

    static String pk(Workspace workspace, String experimentId, int shard) {
        return workspace.name() + "#experiment#" + experimentId + "#" + shard;
    }

    /** The row of a run with its data; without them when that would be too large. */
    static byte[] whole(Run run, long generation) {
        PackWriter out = info(run, generation, true);
        PackedRun.writeData(out, run);
        return out.size() <= MOST_BYTES ? out.bytes() : withoutData(run, generation);
    }

    static byte[] withoutData(Run run, long generation) {
        return info(run, generation, false).bytes();
    }

    static boolean isWhole(byte[] row) {
        return row[1] == 1;
    }

    static EnhancedDocument write(Run run, byte[] row) {
        int shard = Math.floorMod(run.id().hashCode(), SHARDS);
        return new ItemWriter(pk(run.workspace(), run.experimentId(), shard), PREFIX + run.id())
                .bytes(PACKED, row)
                .build();
    }

    private static PackWriter info(Run run, long generation, boolean whole) {
        int status = STATUSES.indexOf(run.status());
        String end = "/" + run.id() + "/artifacts";
        PackWriter out = new PackWriter(1024)
                .raw(FORMAT)
                .raw(whole ? 1 : 0)
                .number(generation)
                .raw(run.active() ? 1 : 0)
                .raw(status);
        if (status < 0) {
            out.text(run.status());
        }
        Long endTime = run.endTime();
        out.text(run.name()).text(run.user()).number(run.startTime()).raw(endTime == null ? 0 : 1);
        if (endTime != null) {
            out.number(endTime - run.startTime());
        }
        boolean usual = run.artifactUri().endsWith(end);
        String location = run.artifactUri().substring(0, run.artifactUri().length() - (usual ? end.length() : 0));
        return out.raw(usual ? 1 : 0).text(location);
    }

    static Row read(String id, byte[] row, Counted experiment, PackReader.Known known) {
        if (row[0] != FORMAT) {
            throw new IllegalStateException(
                    "search row of run " + id + " has format " + row[0] + ", which is unknown: expected " + FORMAT);
        }
        PackReader in = new PackReader(row, 2, known);
        long generation = in.number();
        boolean active = in.raw() == 1;
        int status = in.raw();
        String statusName = status < 0 ? in.text() : STATUSES.get(status);
        String name = in.text();
        String user = in.text();
        long start = in.number();
        Long end = in.raw() == 1 ? Long.valueOf(start + in.number()) : null;
        boolean usual = in.raw() == 1;
        String location = in.text();
        Experiment of = experiment.experiment();
        Run run = new Run(
                of.workspace(),
                id,
                of.id(),
                name,
                user,
                statusName,
                start,
                end,
                usual ? location + "/" + id + "/artifacts" : location,
                experiment.generation() == generation ? active : of.active(),
                Map.of(),
                Map.of(),
                Map.of());
        return new Row(run, isWhole(row) ? in : null);
    }
}
