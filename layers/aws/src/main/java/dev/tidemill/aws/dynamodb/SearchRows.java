package dev.tidemill.aws.dynamodb;

import dev.tidemill.aws.dynamodb.ExperimentItems.Counted;
import dev.tidemill.aws.dynamodb.SearchSegment.PackedRow;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.tracking.Experiment;
import dev.tidemill.core.tracking.Run;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;

/**
 * The rows by which the runs of an experiment are searched, one a run, in eight partitions. One holds the run's own
 * fields, which are always those of the run, and its data, unless these are too many bytes or have changed since: the run
 * must then be read. A row is written as an item of its own; {@link RunPacker} moves it to a {@link SearchSegment}.
 */
final class SearchRows {
    static final int SHARDS = 8;
    static final String PREFIX = "run#";
    static final String PACKED = "d";
    private static final int FIRST_FORMAT = 1;
    private static final int FORMAT = 2;
    private static final long QUIET_MILLIS = 60_000;
    private static final int MOST_BYTES = 6000;
    private static final List<String> STATUSES = List.of("RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED");

    private SearchRows() {}

    /**
     * When a row was written.
     *
     * @param generation of the experiment
     * @param version of the run; no two rows of a run have the same
     * @param millis Unix milliseconds
     */
    record Stamp(long generation, long version, long millis) {}

    /**
     * A row as read.
     *
     * @param run without metrics, params, tags and links
     * @param stamp of version 0 in the first format, which has none
     * @param packed where the run's data are read from; null when the run itself must be read
     */
    record Row(Run run, Stamp stamp, @Nullable PackReader packed) {
        /** Whether it is unlikely to be written again soon. */
        boolean quiet(long now) {
            return run.endTime() != null || now - stamp.millis() > QUIET_MILLIS;
        }

        Run whole(PackReader data) {
            return with(PackedRun.readData(data.fork()));
        }

        /** The run with what a search looks at. */
        Run some(PackReader data, @Nullable Set<String> keys) {
            return keys == null ? whole(data) : with(PackedRun.readSome(data.fork(), keys));
        }

        private Run with(PackedRun.Logged logged) {
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
    static byte[] whole(Run run, Stamp stamp) {
        PackWriter out = info(run, stamp, true);
        PackedRun.writeData(out, run);
        return out.size() <= MOST_BYTES ? out.bytes() : withoutData(run, stamp);
    }

    static byte[] withoutData(Run run, Stamp stamp) {
        return info(run, stamp, false).bytes();
    }

    /** The version of the run when a row was written; 0 in the first format. */
    static long version(PackedRow row) {
        PackReader in = new PackReader(row.bytes(), row.from(), new PackReader.Known());
        boolean first = in.raw() == FIRST_FORMAT;
        in.raw();
        in.number();
        return first ? 0 : in.number();
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

    private static PackWriter info(Run run, Stamp stamp, boolean whole) {
        int status = STATUSES.indexOf(run.status());
        String end = "/" + run.id() + "/artifacts";
        PackWriter out = new PackWriter(1024)
                .raw(FORMAT)
                .raw(whole ? 1 : 0)
                .number(stamp.generation())
                .number(stamp.version())
                .number(stamp.millis())
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

    static Row read(PackedRow packed, Counted experiment, PackReader.Known known) {
        String id = packed.id();
        PackReader in = new PackReader(packed.bytes(), packed.from(), known);
        int format = in.raw();
        if (format != FORMAT && format != FIRST_FORMAT) {
            throw new IllegalStateException("search row of run " + id + " has format " + format
                    + ", which is unknown: expected 1 or " + FORMAT);
        }
        boolean whole = in.raw() == 1;
        long generation = in.number();
        Stamp stamp =
                format == FIRST_FORMAT ? new Stamp(generation, 0, 0) : new Stamp(generation, in.number(), in.number());
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
        return new Row(run, stamp, whole ? in : null);
    }
}
