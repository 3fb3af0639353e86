package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.loggedmodel.LoggedModel;
import dev.tidemill.core.loggedmodel.LoggedModelStatus;
import dev.tidemill.core.loggedmodel.ModelMetric;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;

/** How logged models lie in the tracking table. */
final class LoggedModelItems {
    static final String MODEL = "model";
    static final String LISTED = "model#";
    static final String POINTS = "points#";
    static final int SHARDS = 8;
    private static final long FORMAT = 1;
    private static final int MOST_BYTES = 390_000;

    private LoggedModelItems() {}

    /**
     * A model as stored.
     *
     * @param model with the points only that lie in its own item
     * @param packs how many items of earlier points there are
     * @param version counts its changes, from 1
     */
    record Stored(LoggedModel model, long packs, long version) {}

    static String pk(Workspace workspace, String id) {
        return workspace.name() + "#model#" + id;
    }

    static Key key(Workspace workspace, String id) {
        return Key.builder().partitionValue(pk(workspace, id)).sortValue(MODEL).build();
    }

    static String listPk(Workspace workspace, String experimentId, int shard) {
        return workspace.name() + "#experiment#" + experimentId + "#models#" + shard;
    }

    static EnhancedDocument writeListed(LoggedModel model) {
        int shard = Math.floorMod(model.id().hashCode(), SHARDS);
        return new ItemWriter(listPk(model.workspace(), model.experimentId(), shard), LISTED + model.id())
                .text("id", model.id())
                .build();
    }

    /** The item of earlier points that is the next after so many. */
    static EnhancedDocument writePoints(LoggedModel model, long packs, List<ModelMetric> points) {
        String sk = String.format(Locale.ROOT, "%s%012d", POINTS, packs);
        return new ItemWriter(pk(model.workspace(), model.id()), sk)
                .bytes("points", PackedMetrics.write(points))
                .build();
    }

    static EnhancedDocument write(Stored stored) {
        LoggedModel model = stored.model();
        byte[] points = PackedMetrics.write(model.metrics());
        long bytes = points.length + bytes(model.params()) + bytes(model.tags());
        if (bytes > MOST_BYTES) {
            throw new ProblemException(
                    "INVALID_PARAMETER_VALUE",
                    "Logged model '" + model.id() + "' would hold " + bytes
                            + " bytes of params, tags and metrics: expected at most " + MOST_BYTES + ".");
        }
        return new ItemWriter(pk(model.workspace(), model.id()), MODEL)
                .number("format", FORMAT)
                .text("workspace", model.workspace().name())
                .text("id", model.id())
                .text("experimentId", model.experimentId())
                .text("name", model.name())
                .text("artifactUri", model.artifactUri())
                .text("type", model.type())
                .text("sourceRunId", model.sourceRunId())
                .text("status", model.status().name())
                .bool("active", model.active())
                .number("createdAt", model.createdAt())
                .number("updatedAt", model.updatedAt())
                .texts("params", model.params())
                .texts("tags", model.tags())
                .bytes("points", points)
                .number("packs", stored.packs())
                .number("version", stored.version())
                .build();
    }

    private static long bytes(Map<String, String> texts) {
        return texts.entrySet().stream()
                .mapToLong(text -> text.getKey().getBytes(StandardCharsets.UTF_8).length
                        + text.getValue().getBytes(StandardCharsets.UTF_8).length
                        + 8L)
                .sum();
    }

    static Stored read(ItemReader item) {
        item.format(FORMAT);
        LoggedModel model = new LoggedModel(
                new Workspace(item.text("workspace")),
                item.text("id"),
                item.text("experimentId"),
                item.text("name"),
                item.text("artifactUri"),
                item.optionalText("type"),
                item.optionalText("sourceRunId"),
                LoggedModelStatus.valueOf(item.text("status")),
                item.bool("active"),
                item.number("createdAt"),
                item.number("updatedAt"),
                item.textMap("params"),
                item.textMap("tags"),
                PackedMetrics.read(item.bytes("points")));
        return new Stored(model, item.number("packs"), item.number("version"));
    }
}
