package dev.tidemill.trainer;

import dev.tidemill.aws.mlflow.MlflowClient;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.core.tracking.Metric;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tracks by MLflow's calls, many points a call: what is held back is sent before it grows old or large. For one thread. */
public final class MlflowRunLog implements RunLog {
    private static final int HELD = 400;
    private static final long HELD_MILLIS = 2_000;

    private final MlflowClient mlflow;
    private final InstantSource clock;
    private final List<Metric> held = new ArrayList<>();
    private long heldSince;

    public MlflowRunLog(MlflowClient mlflow, InstantSource clock) {
        this.mlflow = mlflow;
        this.clock = clock;
    }

    @Override
    public Started start(ExecutionContext execution, String model, Map<String, String> tags) {
        String experiment = mlflow.experiment(execution.project());
        MlflowClient.CreatedRun run = mlflow.createRun(
                experiment, execution.id(), model + "-" + execution.id(), "tidemill", clock.millis(), tags);
        return new Started(run.id(), run.experimentId(), run.artifactUri());
    }

    @Override
    public void params(Started run, Map<String, String> params) {
        mlflow.log(run.id(), List.of(), params, Map.of());
    }

    @Override
    public void metrics(Started run, long step, Map<String, Double> metrics) {
        long now = clock.millis();
        if (held.isEmpty()) {
            heldSince = now;
        }
        metrics.forEach((name, value) -> held.add(new Metric(name, value, now, step)));
        if (held.size() >= HELD || now - heldSince >= HELD_MILLIS) {
            send(run);
        }
    }

    @Override
    public void finish(Started run) {
        send(run);
        mlflow.updateRun(run.id(), "FINISHED", clock.millis());
    }

    private void send(Started run) {
        if (!held.isEmpty()) {
            mlflow.log(run.id(), held, Map.of(), Map.of());
            held.clear();
        }
    }
}
