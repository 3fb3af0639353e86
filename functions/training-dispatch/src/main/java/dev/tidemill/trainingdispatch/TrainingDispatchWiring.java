package dev.tidemill.trainingdispatch;

import dev.tidemill.aws.batch.BatchJobQueue;
import dev.tidemill.aws.client.SdkClients;
import dev.tidemill.aws.dynamodb.LifecycleTable;
import dev.tidemill.aws.s3.S3ObjectStore;
import dev.tidemill.aws.stepfunctions.SfnStateMachines;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.core.training.JobQueue;
import java.util.Map;

/** Builds both functions' clients and use cases from the environment, once in a process. */
final class TrainingDispatchWiring {
    private TrainingDispatchWiring() {}

    static TrainingDispatch dispatch(Map<String, String> environment) {
        TrainingDispatchConfig config = TrainingDispatchConfig.of(environment);
        SdkClients clients = new SdkClients(environment);
        ObjectStore artifacts = artifacts(clients, config.base());
        LifecycleTable lifecycle =
                new LifecycleTable(clients.dynamoDb(), config.base().lifecycleTable());
        JobQueue jobs =
                new BatchJobQueue(clients.batch(), config.cpuQueue(), config.gpuQueue(), config.jobDefinition());
        return new TrainingDispatch(
                new DispatchTraining(artifacts, lifecycle.taskTokens(), jobs, answers(clients)),
                new TerminateTraining(new JobOutcomes(artifacts), jobs));
    }

    static CompleteTraining completion(Map<String, String> environment) {
        TrainingDispatchConfig.Base config = TrainingDispatchConfig.Base.of(environment);
        SdkClients clients = new SdkClients(environment);
        LifecycleTable lifecycle = new LifecycleTable(clients.dynamoDb(), config.lifecycleTable());
        return new CompleteTraining(
                new JobOutcomes(artifacts(clients, config)),
                lifecycle.taskTokens(),
                lifecycle.executions(),
                answers(clients));
    }

    private static ObjectStore artifacts(SdkClients clients, TrainingDispatchConfig.Base config) {
        return new S3ObjectStore(clients.s3(), clients.presigner(), "artifacts", config.artifactsBucket());
    }

    /** Only answers waiting tasks, for which no machine needs a name. */
    private static SfnStateMachines answers(SdkClients clients) {
        return new SfnStateMachines(clients.stepFunctions(), "");
    }
}
