package dev.tidemill.conformance;

import dev.tidemill.client.Document;
import dev.tidemill.client.Execution;
import dev.tidemill.client.ModelVersionInfo;
import dev.tidemill.client.ProjectClient;
import dev.tidemill.client.TidemillClient;
import dev.tidemill.localcloud.LocalCloud;
import java.util.Comparator;
import java.util.List;

/** The flights project as the walk of {@code localstack/up} left it: only read, never changed. */
final class Walked {
    static final String MODEL = "flight-delay";

    private final LocalCloud cloud = LocalCloud.get();
    private final TidemillClient tidemill = cloud.client();
    private final AwsApi aws = new AwsApi(cloud);

    LocalCloud cloud() {
        return cloud;
    }

    TidemillClient tidemill() {
        return tidemill;
    }

    AwsApi aws() {
        return aws;
    }

    ProjectClient project() {
        return tidemill.project("flight-delays");
    }

    /** The revision that the first training ran. */
    Document revision() {
        return project().revision(training().revision());
    }

    /** Executions of a kind that succeeded, oldest first. */
    List<Execution> executions(String kind) {
        return project().executions(kind, null, 200).stream()
                .filter(Execution::hasSucceeded)
                .sorted(Comparator.comparing(Execution::startedAt))
                .toList();
    }

    /** The training of version 1. */
    Execution training() {
        return executions("training").getFirst();
    }

    ModelVersionInfo version() {
        return tidemill.model(MODEL).version(1);
    }

    /** What the trainer handed to the state machine. */
    Document outcome(Execution training) {
        return aws.json("artifacts", "w/default/executions/" + training.id() + "/attempt-1/outcome.json")
                .at("result");
    }

    /** The monitoring that saw July's outcomes first. */
    Execution monitoring() {
        return executions("monitoring").stream()
                .filter(execution -> execution.result().at("matched").integer(0) > 0)
                .findFirst()
                .orElseThrow();
    }

    Document report() {
        return project().report(monitoring().id());
    }

    /** A file of version 1's bundle. */
    Document bundle(String file) {
        return aws.json("artifacts", version().manifest().at("bundleKey").text() + "/" + file);
    }

    /** A run as MLflow's REST answers it. */
    Document run(String id) {
        return aws.api("/api/2.0/mlflow/runs/get?run_id=" + id).at("run");
    }
}
