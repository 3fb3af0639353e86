package dev.tidemill.lifecycleapi.execution;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.tracking.RunIds;
import java.util.regex.Pattern;

/** The keys in the artifacts store that belong to a training alone: its version's folder, and its run's artifacts. */
final class OwnFiles {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*");

    private final String folder;
    private final String runs;
    private final String runId;

    OwnFiles(Workspace workspace, String execution, String model) {
        this.folder = "w/" + workspace.name() + "/models/" + model + "/" + execution + "/";
        this.runs = "w/" + workspace.name() + "/mlflow/";
        this.runId = RunIds.of(workspace, execution);
    }

    /** The version's folder, with a closing slash. */
    String folder() {
        return folder;
    }

    /** The id of the training's run. */
    String runId() {
        return runId;
    }

    boolean holds(String key) {
        if (!PLAIN.matcher(key).matches()) {
            return false;
        }
        return key.startsWith(folder)
                || key.matches(Pattern.quote(runs) + "[0-9A-Za-z_-]+/" + Pattern.quote(runId) + "/artifacts/.+");
    }

    String expected() {
        return folder + "... or " + runs + "{experiment}/" + runId + "/artifacts/...";
    }
}
