package dev.tidemill.engine.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.mlflow.MlflowClient;
import dev.tidemill.client.engine.EngineException;
import dev.tidemill.client.engine.LocalEngine;
import dev.tidemill.client.engine.TrainRequest;
import dev.tidemill.columnar.DatasetSource;
import dev.tidemill.contract.workflow.MachineInput;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.trainer.JobFacts;
import dev.tidemill.trainer.MlflowRunLog;
import dev.tidemill.trainer.TrainModel;
import dev.tidemill.trainer.TrainerPorts;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One training from its start to its registration, in a thread of its own. For one use. */
final class TrainingWork {
    private final LocalEngine.Api api;
    private final DatasetSource datasets;
    private final Path folder;
    private final InstantSource clock;
    private final AwaitedTraining awaited;
    private final ProgressLines lines;

    TrainingWork(
            LocalEngine.Api api,
            DatasetSource datasets,
            Path folder,
            InstantSource clock,
            AwaitedTraining awaited,
            ProgressLines lines) {
        this.api = api;
        this.datasets = datasets;
        this.folder = folder;
        this.clock = clock;
        this.awaited = awaited;
        this.lines = lines;
    }

    /** The ended execution as the API tells it. */
    String run(TrainRequest request) throws InterruptedException {
        awaited.start(request);
        try {
            Optional<MachineInput> input = awaited.input();
            if (input.isPresent()) {
                WorkerOutcome outcome = train(input.get(), OwnModel.of(request.own()));
                lines.check();
                awaited.complete(outcome);
            }
        } catch (EngineException e) {
            if (e.code().equals(OwnModel.FAILED)) {
                fail(e);
            } else {
                awaited.cancel();
            }
            throw e;
        } catch (RuntimeException | Error e) {
            awaited.cancel();
            throw e;
        }
        return awaited.end();
    }

    /** The execution and its run say why; the caller gets the reader's own exception besides. */
    private void fail(EngineException e) throws InterruptedException {
        lines.check();
        awaited.complete(WorkerOutcome.failed(new Problem(e.code(), String.valueOf(e.getMessage()), List.of())));
        awaited.end();
    }

    /** As the trainer's process does: what cannot succeed is an outcome, and everything else breaks off. */
    private WorkerOutcome train(MachineInput input, @Nullable OwnModel own) {
        JsonNode given = input.request().path("data");
        TrainerPorts ports = new TrainerPorts(
                new ApiRevisions(api),
                datasets,
                (id, snapshot, tag) -> {
                    throw new IllegalStateException(
                            "the execution gives no snapshot of " + id.dataset() + ": " + given);
                },
                new ApiChampions(api, folder),
                new MlflowRunLog(new MlflowClient(new ApiMlflow(api)), clock),
                new ApiArtifacts(api, input.execution().id(), folder),
                new JobFacts("local", "none"),
                folder,
                clock);
        try {
            return WorkerOutcome.succeeded(new TrainModel(ports, lines, own).train(input));
        } catch (ProblemException e) {
            return WorkerOutcome.failed(e.problem());
        }
    }
}
