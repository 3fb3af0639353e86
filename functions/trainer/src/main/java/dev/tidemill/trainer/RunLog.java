package dev.tidemill.trainer;

import dev.tidemill.contract.workflow.ExecutionContext;
import java.util.Map;

/** The tracked run of a training. A second attempt goes on with the run of the first. */
public interface RunLog {
    /** Starts the run of an execution, or finds it. */
    Started start(ExecutionContext execution, String model, Map<String, String> tags);

    /** Logs params, once the configuration is known. */
    void params(Started run, Map<String, String> params);

    /** Logs metrics of one step. */
    void metrics(Started run, long step, Map<String, Double> metrics);

    /** Sends what is held back and marks the run as finished. */
    void finish(Started run);

    /**
     * A started run.
     *
     * @param id 32 hexadecimal digits
     * @param artifactUri address under which its artifacts belong
     */
    record Started(String id, String experimentId, String artifactUri) {}
}
