package dev.tidemill.contract.model;

import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.storage.ObjectReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything recorded of a trained model version; every field but {@code commit} is mandatory, and registration refuses
 * a manifest that lacks one.
 *
 * @param manifestVersion of this shape: 1
 * @param problem such as {@code binary}
 * @param commit source commit of the revision; null when the pushed folder was under no version control
 * @param dirty whether the pushed files differed from the commit
 * @param jobId id of the Batch job
 * @param durationMillis from the trainer's start to its outcome
 * @param params the trainer's configuration
 * @param metrics of the test split, by name
 * @param artifacts the files of the bundle and the run
 * @param data what was read of each dataset
 * @param trainingSetSha256 hash of the materialised training set
 * @param cutOff the latest label availability of any training or validation row
 * @param decision {@code pass}, {@code fail} or {@code undecided}
 */
public record ModelManifest(
        int manifestVersion,
        String workspace,
        String project,
        String model,
        String problem,
        String revision,
        @Nullable String commit,
        boolean dirty,
        String executionId,
        String runId,
        String jobId,
        Instant startedAt,
        long durationMillis,
        Environment environment,
        Map<String, String> params,
        Map<String, Double> metrics,
        String bundleKey,
        String bundleSha256,
        List<ObjectReference> artifacts,
        Map<String, DataPin> data,
        String trainingSetSha256,
        long trainingRows,
        long validationRows,
        long testRows,
        Instant asOf,
        Instant cutOff,
        String decision,
        List<GateResult> gates,
        String card) {
    /**
     * @param imageDigest {@code none} when it was run from no image
     * @param libraries version by name
     */
    public record Environment(
            String jvm, String os, String arch, String cpu, String imageDigest, Map<String, String> libraries) {}

    /**
     * What a training read of a dataset.
     *
     * @param snapshotId of the dataset's table
     * @param tag of that snapshot, which keeps it from expiring
     * @param ingestionIds the ingestions in that snapshot
     */
    public record DataPin(long snapshotId, String tag, long rows, List<String> ingestionIds) {}

    /**
     * Refuses a manifest in which something is missing.
     *
     * @throws ProblemException {@code INCOMPLETE_MANIFEST} naming every missing field
     */
    public void requireComplete() {
        List<Problem.Detail> missing = new ArrayList<>();
        require(missing, "workspace", workspace);
        require(missing, "project", project);
        require(missing, "model", model);
        require(missing, "problem", problem);
        require(missing, "revision", revision);
        require(missing, "executionId", executionId);
        require(missing, "runId", runId);
        require(missing, "jobId", jobId);
        require(missing, "startedAt", startedAt);
        require(missing, "environment", environment);
        if (environment != null) {
            require(missing, "environment.jvm", environment.jvm());
            require(missing, "environment.os", environment.os());
            require(missing, "environment.arch", environment.arch());
            require(missing, "environment.cpu", environment.cpu());
            require(missing, "environment.imageDigest", environment.imageDigest());
            require(missing, "environment.libraries", environment.libraries());
        }
        require(missing, "params", params);
        require(missing, "metrics", metrics);
        require(missing, "bundleKey", bundleKey);
        require(missing, "bundleSha256", bundleSha256);
        require(missing, "artifacts", artifacts);
        require(missing, "data", data);
        require(missing, "trainingSetSha256", trainingSetSha256);
        require(missing, "asOf", asOf);
        require(missing, "cutOff", cutOff);
        require(missing, "decision", decision);
        require(missing, "gates", gates);
        require(missing, "card", card);
        if (!missing.isEmpty()) {
            throw new ProblemException(
                    "INCOMPLETE_MANIFEST", "A trained version needs its whole record; missing are:", missing);
        }
    }

    private static void require(List<Problem.Detail> missing, String field, @Nullable Object value) {
        boolean absent = value == null
                || (value instanceof String text && text.isBlank())
                || (value instanceof Map<?, ?> map && map.isEmpty())
                || (value instanceof List<?> list && list.isEmpty() && !field.equals("gates"));
        if (absent) {
            missing.add(new Problem.Detail("manifest." + field, String.valueOf(value), "a value"));
        }
    }
}
