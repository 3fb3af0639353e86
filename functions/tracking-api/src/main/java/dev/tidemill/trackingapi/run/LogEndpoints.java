package dev.tidemill.trackingapi.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.tracking.Metric;
import dev.tidemill.core.tracking.MetricPage;
import dev.tidemill.core.tracking.Tracking;
import dev.tidemill.trackingapi.loggedmodel.ModelMetrics;
import dev.tidemill.trackingapi.search.Pages;
import dev.tidemill.trackingapi.wire.Call;
import dev.tidemill.trackingapi.wire.Endpoint;
import dev.tidemill.trackingapi.wire.Limits;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import dev.tidemill.trackingapi.wire.Parameters;
import dev.tidemill.trackingapi.wire.Tags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Calls under {@code runs} and {@code metrics} that log to a run, and read a metric's points back. */
public final class LogEndpoints {
    private static final int MOST_METRICS = 1000;
    private static final int MOST_TEXTS = 100;
    private static final int MOST_TOGETHER = 1000;
    private static final int MOST_BYTES = 1_000_000;
    private static final int MOST_HISTORY = 25_000;
    /** Of an answer, below what it may have without compression. */
    private static final int MOST_CHARACTERS = 3_500_000;

    /** At most, beside the key. */
    private static final int CHARACTERS_OF_A_POINT = 120;

    private final Tracking tracking;
    private final ModelMetrics modelMetrics;

    public LogEndpoints(Tracking tracking, ModelMetrics modelMetrics) {
        this.tracking = tracking;
        this.modelMetrics = modelMetrics;
    }

    /** The endpoints by method and path. */
    public Map<String, Endpoint> endpoints() {
        return Map.of(
                "POST runs/log-metric", this::logMetric,
                "POST runs/log-parameter", this::logParameter,
                "POST runs/set-tag", this::setTag,
                "POST runs/delete-tag", this::deleteTag,
                "POST runs/log-batch", this::logBatch,
                "GET metrics/get-history", this::history);
    }

    private ObjectNode logMetric(Call call) {
        String run = call.parameters().requiredAny("run_id", "run_uuid");
        log(call, run, List.of(metric(call.parameters())), Map.of(), Map.of());
        return Json.object();
    }

    private ObjectNode logParameter(Call call) {
        String run = call.parameters().requiredAny("run_id", "run_uuid");
        String key = Limits.paramKey(call.parameters());
        String value = Limits.paramValue(call.parameters().textOrEmpty("value"));
        tracking.log(call.workspace(), run, List.of(), Map.of(key, value), Map.of());
        return Json.object();
    }

    private ObjectNode setTag(Call call) {
        String run = call.parameters().requiredAny("run_id", "run_uuid");
        String key = Limits.tagKey(call.parameters());
        String value = Limits.tagValue(call.parameters().textOrEmpty("value"));
        tracking.log(call.workspace(), run, List.of(), Map.of(), Map.of(key, value));
        return Json.object();
    }

    private ObjectNode deleteTag(Call call) {
        tracking.deleteTag(
                call.workspace(),
                call.parameters().requiredAny("run_id", "run_uuid"),
                call.parameters().required("key"));
        return Json.object();
    }

    private ObjectNode logBatch(Call call) {
        int bytes = call.request().body().length;
        if (bytes > MOST_BYTES) {
            throw MlflowErrors.invalid("Batched logging API requests must be at most " + MOST_BYTES
                    + " bytes, got a request of size " + bytes + ".");
        }
        Parameters parameters = call.parameters();
        String run = parameters.requiredAny("run_id", "run_uuid");
        List<Parameters> metrics = parameters.objects("metrics");
        List<Parameters> params = parameters.objects("params");
        List<Parameters> tags = parameters.objects("tags");
        limit("metrics", metrics.size(), MOST_METRICS);
        limit("params", params.size(), MOST_TEXTS);
        limit("tags", tags.size(), MOST_TEXTS);
        limit("metrics, params and tags", metrics.size() + params.size() + tags.size(), MOST_TOGETHER);
        log(
                call,
                run,
                metrics.stream().map(LogEndpoints::metric).toList(),
                params(params),
                Tags.read(parameters, "tags", Limits::tagValue));
        return Json.object();
    }

    private void log(Call call, String run, List<Metric> points, Map<String, String> params, Map<String, String> tags) {
        modelMetrics.require(call.workspace(), points);
        tracking.log(call.workspace(), run, points, params, tags);
        modelMetrics.record(call.workspace(), run, points);
    }

    private static void limit(String what, int size, int most) {
        if (size > most) {
            throw MlflowErrors.invalid("A batch logging request can contain at most " + most + " " + what + ". Got "
                    + size + " " + what + ". Please split up " + what + " across multiple requests and try again.");
        }
    }

    private static Map<String, String> params(List<Parameters> given) {
        Map<String, String> params = new LinkedHashMap<>();
        for (Parameters param : given) {
            String key = Limits.paramKey(param);
            String earlier = params.putIfAbsent(key, Limits.paramValue(param.textOrEmpty("value")));
            if (earlier != null) {
                throw MlflowErrors.invalid("Duplicate parameter keys have been submitted: ['" + key
                        + "']. Please ensure the request contains only one param value per param key.");
            }
        }
        return params;
    }

    private static Metric metric(Parameters given) {
        String key = Limits.metricKey(given);
        long timestamp = given.requiredNumber("timestamp");
        if (timestamp < 0) {
            throw MlflowErrors.invalid("Got invalid timestamp " + timestamp + " for metric '" + key
                    + "'. Timestamp must be a nonnegative long integer");
        }
        return new Metric(
                key,
                given.requiredValue("value"),
                timestamp,
                given.number("step").orElse(0),
                given.text("model_id").orElse(null),
                given.text("dataset_name").orElse(null),
                given.text("dataset_digest").orElse(null));
    }

    private ObjectNode history(Call call) {
        String key = call.parameters().required("metric_key");
        int asked = Pages.limit(call.parameters(), MOST_HISTORY, MOST_HISTORY);
        int limit = Math.min(asked, MOST_CHARACTERS / (key.length() + CHARACTERS_OF_A_POINT));
        String run = RunEndpoints.require(tracking, call).id();
        MetricPage page = tracking.historyPage(
                call.workspace(), run, key, call.parameters().textOrEmpty("page_token"), limit);
        ObjectNode answer = Json.object();
        ArrayNode metrics = answer.putArray("metrics");
        page.points().forEach(point -> metrics.add(RunJson.of(point)));
        if (page.next() != null) {
            answer.put("next_page_token", page.next());
        }
        return answer;
    }
}
