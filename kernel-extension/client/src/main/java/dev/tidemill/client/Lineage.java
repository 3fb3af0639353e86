package dev.tidemill.client;

import dev.tidemill.client.plot.LineageEdge;
import dev.tidemill.client.plot.LineageNode;
import dev.tidemill.client.plot.Plot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a prediction comes from.
 *
 * @param prediction as it was captured
 * @param modelVersion that made it
 * @param run id of the run that trained the version
 * @param data snapshot and ingestions of each dataset that was read
 * @param revision of the project
 * @param commit of the source; null when it was under no version control
 * @param dirty whether the pushed files differed from the commit
 * @param executions ids of every execution involved
 * @param source everything the API told
 */
public record Lineage(
        Document prediction,
        Document modelVersion,
        String run,
        Map<String, Document> data,
        String project,
        String revision,
        @Nullable String commit,
        boolean dirty,
        List<String> executions,
        Document source) {
    /** The same as a picture, from the data on the left to the prediction on the right. */
    public Plot graph() {
        List<LineageNode> nodes = new ArrayList<>();
        List<LineageEdge> edges = new ArrayList<>();
        String version = modelVersion.at("model").text("") + " "
                + modelVersion.at("version").text("");
        nodes.add(new LineageNode("project", "project revision", project + "\n" + revision));
        nodes.add(new LineageNode("run", "run", run));
        nodes.add(new LineageNode("version", "model version", version));
        nodes.add(new LineageNode(
                "prediction",
                "prediction",
                prediction.at("id").text(prediction.at("predictionId").text(""))));
        edges.add(new LineageEdge("project", "run"));
        edges.add(new LineageEdge("run", "version"));
        edges.add(new LineageEdge("version", "prediction"));
        data.forEach((dataset, pin) -> {
            nodes.add(new LineageNode(
                    "data " + dataset,
                    "dataset",
                    dataset + "\nsnapshot " + pin.at("snapshotId").text("?")));
            edges.add(new LineageEdge("data " + dataset, "run"));
        });
        return Plot.lineageGraph("Where the prediction comes from", nodes, edges);
    }

    static Lineage of(Document json) {
        String commit = json.at("commit").text("");
        return new Lineage(
                json.at("prediction"),
                json.at("modelVersion"),
                json.at("run").text(""),
                json.at("data").fields(),
                json.at("project").text(""),
                json.at("revision").text(""),
                commit.isEmpty() ? null : commit,
                json.at("dirty").isTrue(),
                json.at("executions").texts(),
                json);
    }
}
