package dev.tidemill.trackingapi.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.tracking.Experiment;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.RunIds;
import dev.tidemill.core.tracking.Tracking;
import dev.tidemill.trackingapi.wire.Call;
import dev.tidemill.trackingapi.wire.Endpoint;
import dev.tidemill.trackingapi.wire.Limits;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import dev.tidemill.trackingapi.wire.Parameters;
import dev.tidemill.trackingapi.wire.Tags;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls under {@code runs} that create, change and find runs. */
public final class RunEndpoints {
    private static final Set<String> STATUSES = Set.of("RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED");

    private final Tracking tracking;
    private final RunNames names;
    private final Supplier<String> newIds;

    /**
     * @param newIds makes 32 hexadecimal digits that it never made before
     */
    public RunEndpoints(Tracking tracking, RunNames names, Supplier<String> newIds) {
        this.tracking = tracking;
        this.names = names;
        this.newIds = newIds;
    }

    /** The endpoints by method and path. */
    public Map<String, Endpoint> endpoints() {
        return Map.of(
                "POST runs/create", this::create,
                "GET runs/get", this::get,
                "POST runs/update", this::update,
                "POST runs/delete", this::delete,
                "POST runs/restore", this::restore);
    }

    /** The run that a request names. */
    static Run require(Tracking tracking, Call call) {
        String id = call.parameters().requiredAny("run_id", "run_uuid");
        return tracking.run(call.workspace(), id).orElseThrow(() -> Run.absent(id));
    }

    private ObjectNode create(Call call) {
        Parameters parameters = call.parameters();
        String experimentId = parameters.text("experiment_id").orElse(Experiment.DEFAULT_ID);
        Experiment experiment =
                tracking.experiment(call.workspace(), experimentId).orElseThrow(() -> Experiment.absent(experimentId));
        Map<String, String> tags = Tags.read(parameters, "tags", Limits::tagValue);
        String name = name(parameters.textOrEmpty("run_name"), tags.get(Run.NAME_TAG));
        tags.put(Run.NAME_TAG, name);
        String id = id(call, tags.get(RunIds.REQUEST_TAG));
        Run run = tracking.createRun(new Run(
                call.workspace(),
                id,
                experimentId,
                name,
                parameters.textOrEmpty("user_id"),
                "RUNNING",
                parameters.number("start_time").orElse(call.now().toEpochMilli()),
                null,
                experiment.artifactLocation().replaceFirst("/+$", "") + "/" + id + "/artifacts",
                true,
                Map.of(),
                Map.of(),
                tags));
        return answer(run);
    }

    private String name(String given, @Nullable String tag) {
        if (tag == null || tag.isEmpty()) {
            return given.isEmpty() ? names.next() : given;
        }
        if (!given.isEmpty() && !given.equals(tag)) {
            throw MlflowErrors.invalid("Both 'run_name' argument and 'mlflow.runName' tag are specified, but with"
                    + " different values (run_name='" + given + "', mlflow.runName='" + tag + "').");
        }
        return tag;
    }

    private String id(Call call, @Nullable String requestTag) {
        if (requestTag != null && !requestTag.isEmpty()) {
            return RunIds.of(call.workspace(), requestTag);
        }
        return call.request()
                .header("idempotency-key")
                .map(key ->
                        RunIds.of(call.workspace(), "header/" + call.request().principal() + "/" + key))
                .orElseGet(newIds);
    }

    private ObjectNode get(Call call) {
        return answer(require(tracking, call));
    }

    private static ObjectNode answer(Run run) {
        ObjectNode answer = Json.object();
        answer.set("run", RunJson.of(run));
        return answer;
    }

    private ObjectNode update(Call call) {
        String id = call.parameters().requiredAny("run_id", "run_uuid");
        String status = call.parameters().text("status").orElse(null);
        if (status != null && !STATUSES.contains(status)) {
            throw Parameters.invalid("status", status, "Expected one of " + new TreeSet<>(STATUSES) + ".");
        }
        OptionalLong end = call.parameters().number("end_time");
        Run run = tracking.updateRun(
                call.workspace(),
                id,
                status,
                end.isPresent() ? Long.valueOf(end.getAsLong()) : null,
                call.parameters().text("run_name").orElse(null));
        ObjectNode answer = Json.object();
        answer.set("run_info", RunJson.info(run));
        return answer;
    }

    private ObjectNode delete(Call call) {
        tracking.deleteRun(call.workspace(), call.parameters().requiredAny("run_id", "run_uuid"));
        return Json.object();
    }

    private ObjectNode restore(Call call) {
        Run run = require(tracking, call);
        boolean deleted = tracking.experiment(call.workspace(), run.experimentId())
                .filter(experiment -> !experiment.active())
                .isPresent();
        if (deleted) {
            throw new ProblemException(
                    MlflowErrors.INVALID,
                    "The experiment " + run.experimentId()
                            + " must be in the 'active' state. Current state is deleted.");
        }
        tracking.restoreRun(call.workspace(), run.id());
        return Json.object();
    }
}
