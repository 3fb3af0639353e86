package dev.tidemill.infra;

import dev.tidemill.infra.function.DeployedFunction;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.EventBus;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.amazon.awscdk.services.lambda.CfnEventInvokeConfig;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/** Which events reach which function, how often they are tried again, and where they end. */
final class LifecycleEvents extends Construct {
    private static final int AT_ONCE = 2;
    private static final int HOUR = 3600;

    private final LifecycleQueues queues;
    private final Map<DeployedFunction, Function> functions;

    LifecycleEvents(
            Construct scope,
            EventBus bus,
            LifecycleQueues queues,
            Map<DeployedFunction, Function> functions,
            String outboxStreamArn,
            List<String> machineArns) {
        super(scope, "Events");
        this.queues = queues;
        this.functions = functions;
        captured();
        outbox(outboxStreamArn);
        rule(
                Rule.Builder.create(this, "Tell")
                        .ruleName("tidemill-webhooks")
                        .description("Changes of the registry that webhooks are told")
                        .eventBus(bus)
                        .eventPattern(EventPattern.builder()
                                .detailType(List.of("RegistryChanged"))
                                .build())
                        .build(),
                DeployedFunction.WEBHOOKS,
                queues.webhookFailures());
        rule(
                Rule.Builder.create(this, "Decide")
                        .ruleName("tidemill-trigger")
                        .description("Events that may start an execution")
                        .eventBus(bus)
                        .eventPattern(EventPattern.builder()
                                .detailType(List.of("DatasetIngested", "LabelsArrived", "ModelRegistered"))
                                .build())
                        .build(),
                DeployedFunction.TRIGGER,
                queues.eventFailures());
        rule(
                Rule.Builder.create(this, "JobEnded")
                        .ruleName("tidemill-job-state")
                        .description("Training jobs that ended")
                        .eventPattern(EventPattern.builder()
                                .source(List.of("aws.batch"))
                                .detailType(List.of("Batch Job State Change"))
                                .detail(new TreeMap<>(Map.of(
                                        "jobQueue",
                                        List.of(
                                                Map.of("suffix", ":job-queue/" + TrainingStack.CPU_QUEUE),
                                                Map.of("suffix", ":job-queue/" + TrainingStack.GPU_QUEUE)),
                                        "status",
                                        List.of("SUCCEEDED", "FAILED"))))
                                .build())
                        .build(),
                DeployedFunction.JOB_STATE,
                queues.eventFailures());
        rule(
                Rule.Builder.create(this, "MachineStopped")
                        .ruleName("tidemill-machine-stopped")
                        .description("State machines that ended badly, perhaps without recording it")
                        .eventPattern(EventPattern.builder()
                                .source(List.of("aws.states"))
                                .detailType(List.of("Step Functions Execution Status Change"))
                                .detail(new TreeMap<>(Map.of(
                                        "stateMachineArn",
                                        machineArns,
                                        "status",
                                        List.of("FAILED", "TIMED_OUT", "ABORTED"))))
                                .build())
                        .build(),
                DeployedFunction.RECORD,
                queues.eventFailures());
    }

    private Function function(DeployedFunction function) {
        return Objects.requireNonNull(functions.get(function));
    }

    private void captured() {
        CfnEventSourceMapping.Builder.create(this, "Captured")
                .functionName(function(DeployedFunction.CAPTURE).getFunctionArn())
                .eventSourceArn(queues.capture().getQueueArn())
                .batchSize(100)
                .maximumBatchingWindowInSeconds(5)
                .functionResponseTypes(List.of("ReportBatchItemFailures"))
                .scalingConfig(CfnEventSourceMapping.ScalingConfigProperty.builder()
                        .maximumConcurrency(AT_ONCE)
                        .build())
                .build();
    }

    /** Only new events of the outbox are handed over, one batch of a shard at a time, so that their order is kept. */
    private void outbox(String streamArn) {
        CfnEventSourceMapping.Builder.create(this, "Outbox")
                .functionName(function(DeployedFunction.PUBLISH).getFunctionArn())
                .eventSourceArn(streamArn)
                .startingPosition("TRIM_HORIZON")
                .batchSize(25)
                .parallelizationFactor(1)
                .bisectBatchOnFunctionError(true)
                .maximumRetryAttempts(10)
                .maximumRecordAgeInSeconds(12 * HOUR)
                .functionResponseTypes(List.of("ReportBatchItemFailures"))
                .filterCriteria(CfnEventSourceMapping.FilterCriteriaProperty.builder()
                        .filters(List.of(CfnEventSourceMapping.FilterProperty.builder()
                                .pattern(
                                        "{\"eventName\":[\"INSERT\"],\"dynamodb\":{\"Keys\":{\"sk\":{\"S\":[\"event\"]}}}}")
                                .build()))
                        .build())
                .destinationConfig(CfnEventSourceMapping.DestinationConfigProperty.builder()
                        .onFailure(CfnEventSourceMapping.OnFailureProperty.builder()
                                .destination(queues.outboxFailures().getQueueArn())
                                .build())
                        .build())
                .build();
    }

    /**
     * Lets a rule's events reach a function.
     *
     * @param failures takes as dead-letter queue what EventBridge could not deliver, and as failure destination what
     *     the function did not handle in three attempts
     */
    private void rule(Rule rule, DeployedFunction name, Queue failures) {
        Function target = function(name);
        rule.addTarget(LambdaFunction.Builder.create(target)
                .deadLetterQueue(failures)
                .retryAttempts(10)
                .maxEventAge(Duration.hours(2))
                .build());
        CfnEventInvokeConfig.Builder.create(this, name.word() + "-async")
                .functionName(target.getFunctionName())
                .qualifier("$LATEST")
                .maximumRetryAttempts(2)
                .maximumEventAgeInSeconds(HOUR)
                .destinationConfig(CfnEventInvokeConfig.DestinationConfigProperty.builder()
                        .onFailure(CfnEventInvokeConfig.OnFailureProperty.builder()
                                .destination(failures.getQueueArn())
                                .build())
                        .build())
                .build();
    }
}
