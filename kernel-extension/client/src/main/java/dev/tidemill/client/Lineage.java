package dev.tidemill.client;

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
