package dev.tidemill.trackingapi.run;

import dev.tidemill.core.tracking.DatasetInput;
import dev.tidemill.core.tracking.Metric;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.trackingapi.search.Fields;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What can be asked of runs. */
final class RunFields {
    static final Fields<Run> FIELDS = new Fields<Run>()
            .listed("run_id", Run::id)
            .text("run_name", Run::name)
            .text("user_id", Run::user)
            .text("status", Run::status)
            .text("artifact_uri", Run::artifactUri)
            .number("start_time", Run::startTime)
            .number("end_time", Run::endTime)
            .metrics(RunFields::metric)
            .params((run, key) -> run.params().get(key))
            .tags((run, key) -> run.tags().get(key))
            .datasets(RunFields::dataset);
    static final List<String> USUAL_ORDER = List.of("start_time DESC", "run_id");

    private RunFields() {}

    private static Object dataset(Run run, String key) {
        return run.links().datasets().stream()
                .map(input -> switch (key) {
                    case "name" -> input.dataset().name();
                    case "digest" -> input.dataset().digest();
                    default -> input.tags().get(DatasetInput.CONTEXT_TAG);
                })
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable Object metric(Run run, String key) {
        Metric metric = run.metrics().get(key);
        return metric == null ? null : (Object) metric.value();
    }
}
