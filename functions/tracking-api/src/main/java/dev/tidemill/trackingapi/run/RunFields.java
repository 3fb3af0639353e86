package dev.tidemill.trackingapi.run;

import dev.tidemill.core.tracking.Metric;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.trackingapi.search.Fields;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** What can be asked of runs. */
final class RunFields {
    static final Fields<Run> FIELDS = new Fields<Run>()
            .listed("run_id", Run::id)
            .text("run_name", Run::name)
            .text("experiment_id", Run::experimentId)
            .text("user_id", Run::user)
            .text("status", Run::status)
            .text("artifact_uri", Run::artifactUri)
            .number("start_time", Run::startTime)
            .number("end_time", Run::endTime)
            .metrics(RunFields::metric)
            .params((run, key) -> run.params().get(key))
            .tags((run, key) -> run.tags().get(key));
    static final Comparator<Run> USUAL_ORDER =
            Comparator.comparingLong(Run::startTime).reversed().thenComparing(Run::id);

    private RunFields() {}

    private static @Nullable Object metric(Run run, String key) {
        Metric metric = run.metrics().get(key);
        return metric == null ? null : (Object) metric.value();
    }
}
