package dev.tidemill.trainingdispatch;

import dev.tidemill.aws.batch.BatchJobQueue;
import dev.tidemill.aws.client.SdkClients;
import dev.tidemill.aws.dynamodb.LifecycleTable;
import dev.tidemill.aws.s3.S3ObjectStore;
import dev.tidemill.aws.stepfunctions.SfnStateMachines;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.core.training.JobQueue;
import dev.tidemill.core.training.TaskTokens;
import dev.tidemill.core.workflow.StateMachines;
import java.util.Map;

/** Builds the clients and use cases of this module's functions from the environment, once in a process. */
final class TrainingDispatchWiring {
    private final Map<String, String> environment;
    private final TrainingDispatchConfig config;
    private final SdkClients clients;

    private TrainingDispatchWiring(Map<String, String> environment) {
        this.environment = environment;
        this.config = TrainingDispatchConfig.of(environment);
        this.clients = new SdkClients(environment);
    }

    static TrainingDispatchWiring fromEnvironment() {
        return new TrainingDispatchWiring(System.getenv());
    }

    DispatchTraining dispatch() {
        ObjectStore artifacts = artifacts();
        return new DispatchTraining(
                tokens(), artifacts, new TrainingResources(artifacts), jobs(), machines(), config.attemptSeconds());
    }

    TerminateTraining terminate() {
        ObjectStore artifacts = artifacts();
        return new TerminateTraining(
                new TrainingResources(artifacts),
                jobs(),
                new JobOutcomes(artifacts),
                new LocalTraining(tokens(), artifacts, machines()));
    }

    CompleteTraining complete() {
        return new CompleteTraining(tokens(), new JobOutcomes(artifacts()), machines());
    }

    private ObjectStore artifacts() {
        return new S3ObjectStore(clients.s3(), clients.presigner(), "artifacts", config.artifactsBucket());
    }

    private TaskTokens tokens() {
        return new LifecycleTable(clients.dynamoDb(), config.lifecycleTable()).taskTokens();
    }

    private JobQueue jobs() {
        TrainingDispatchConfig.Queues queues = TrainingDispatchConfig.Queues.of(environment);
        return new BatchJobQueue(clients.batch(), queues.cpu(), queues.gpu(), queues.definition());
    }

    private StateMachines machines() {
        return new SfnStateMachines(clients.stepFunctions(), config.stateMachinePrefix());
    }
}
