package dev.tidemill.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.batch.CfnComputeEnvironment;
import software.amazon.awscdk.services.batch.CfnComputeEnvironment.ComputeResourcesProperty;
import software.amazon.awscdk.services.batch.CfnJobDefinition;
import software.amazon.awscdk.services.batch.CfnJobDefinition.EvaluateOnExitProperty;
import software.amazon.awscdk.services.batch.CfnJobDefinition.ResourceRequirementProperty;
import software.amazon.awscdk.services.batch.CfnJobQueue;
import software.amazon.awscdk.services.ec2.CfnLaunchTemplate;
import software.amazon.awscdk.services.iam.CfnInstanceProfile;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/** Batch: a queue on Fargate Spot, one on GPU instances, both empty and free while nothing trains. */
public final class TrainingStack extends Stack {
    static final String REPOSITORY = "tidemill-trainer";
    static final String JOB_DEFINITION = "tidemill-trainer";

    /** The definition for GPU instances, because a definition for Fargate takes no GPU. */
    static final String GPU_JOB_DEFINITION = JOB_DEFINITION + "-gpu";

    static final String CPU_QUEUE = "tidemill-cpu";
    static final String GPU_QUEUE = "tidemill-gpu";

    /** Exit code of a trainer that wrote a known failure as its outcome. */
    static final int KNOWN_FAILURE = 10;

    /** Exit code of a trainer that asks to be started again. */
    static final int TRY_AGAIN = 75;

    private static final int ATTEMPTS = 3;
    private static final int ATTEMPT_SECONDS = 4 * 3600;
    private static final int QUEUED_SECONDS = 4 * 3600;
    /** Where the trainer logs. */
    static final String LOG_GROUP = "/tidemill/trainer";

    private final Settings settings;
    private final Place place;
    private final TrainingStackProps props;
    private final TrainingNetwork network;
    private final Role jobRole;
    private final Role executionRole;

    public TrainingStack(Construct scope, String id, TrainingStackProps props) {
        super(scope, id);
        this.props = props;
        this.settings = props.settings();
        this.place = props.place();
        this.network = new TrainingNetwork(this, place);
        LogGroup.Builder.create(this, "Log")
                .logGroupName(LOG_GROUP)
                .retention(RetentionDays.ONE_MONTH)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        Access job = jobAccess();
        this.jobRole = Role.Builder.create(this, "JobRole")
                .roleName(jobRole(place))
                .assumedBy(new ServicePrincipal("ecs-tasks.amazonaws.com"))
                .inlinePolicies(Map.of("access", job.policy()))
                .build();
        this.executionRole = Role.Builder.create(this, "ExecutionRole")
                .assumedBy(new ServicePrincipal("ecs-tasks.amazonaws.com"))
                .inlinePolicies(Map.of("access", pullAndLog().policy()))
                .build();
        queue(CPU_QUEUE, "Cpu", cpu());
        queue(GPU_QUEUE, "Gpu", gpu());
        definition(JOB_DEFINITION, "FARGATE", job.environment());
        definition(GPU_JOB_DEFINITION, "EC2", job.environment());
    }

    /** Name of the role of the trainer's jobs, by which the API knows them. */
    static String jobRole(Place place) {
        return "tidemill-training-" + place.region();
    }

    private Access jobAccess() {
        Access access = new Access(place)
                .commitsTables() // tags the snapshots that a training read
                .reads(StoreBucket.ARTIFACTS, "w/*")
                .writes(StoreBucket.ARTIFACTS, "w/*/executions/*", "w/*/models/*", "w/*/mlflow/*")
                .reads(StoreTable.REGISTRY)
                .tell("POWERTOOLS_SERVICE_NAME", "tidemill");
        props.keyArn().ifPresent(key -> access.allow(List.of("kms:Decrypt", "kms:GenerateDataKey"), List.of(key)));
        if (!props.trackingRoutes().isEmpty()) {
            access.allow(List.of("execute-api:Invoke"), props.trackingRoutes());
        }
        if (!props.trackingUrl().isEmpty()) {
            access.tell("TIDEMILL_TRACKING_URL", props.trackingUrl());
        }
        return access;
    }

    private Access pullAndLog() {
        return new Access(place)
                .allow(Unscoped.REGISTRY_LOGIN_HAS_NO_RESOURCE)
                .allow(
                        List.of("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"),
                        List.of(place.arn("ecr", "repository/" + REPOSITORY)))
                .allow(
                        List.of("logs:CreateLogStream", "logs:PutLogEvents"),
                        List.of(place.arn("logs", "log-group:" + LOG_GROUP + ":*")));
    }

    private CfnComputeEnvironment cpu() {
        return CfnComputeEnvironment.Builder.create(this, "CpuEnvironment")
                .type("MANAGED")
                .state("ENABLED")
                .computeResources(ComputeResourcesProperty.builder()
                        .type("FARGATE_SPOT")
                        .maxvCpus(64)
                        .subnets(network.subnets())
                        .securityGroupIds(List.of(network.securityGroup()))
                        .build())
                .build();
    }

    private CfnComputeEnvironment gpu() {
        Role instance = Role.Builder.create(this, "InstanceRole")
                .assumedBy(new ServicePrincipal("ec2.amazonaws.com"))
                .managedPolicies(List.of(
                        ManagedPolicy.fromAwsManagedPolicyName("service-role/AmazonEC2ContainerServiceforEC2Role")))
                .build();
        CfnInstanceProfile profile = CfnInstanceProfile.Builder.create(this, "InstanceProfile")
                .roles(List.of(instance.getRoleName()))
                .build();
        CfnLaunchTemplate template = CfnLaunchTemplate.Builder.create(this, "GpuTemplate")
                .launchTemplateData(CfnLaunchTemplate.LaunchTemplateDataProperty.builder()
                        .metadataOptions(CfnLaunchTemplate.MetadataOptionsProperty.builder()
                                .httpTokens("required")
                                .httpPutResponseHopLimit(1)
                                .build())
                        .build())
                .build();
        return CfnComputeEnvironment.Builder.create(this, "GpuEnvironment")
                .type("MANAGED")
                .state("ENABLED")
                .replaceComputeEnvironment(false)
                .computeResources(ComputeResourcesProperty.builder()
                        .type("EC2")
                        .allocationStrategy("BEST_FIT_PROGRESSIVE")
                        .minvCpus(0)
                        .desiredvCpus(0)
                        .maxvCpus(32)
                        .instanceTypes(List.of("g4dn", "g5", "g6"))
                        .instanceRole(profile.getAttrArn())
                        .launchTemplate(CfnComputeEnvironment.LaunchTemplateSpecificationProperty.builder()
                                .launchTemplateId(template.getRef())
                                .version("$Latest")
                                .build())
                        .subnets(network.subnets())
                        .securityGroupIds(List.of(network.securityGroup()))
                        .build())
                .build();
    }

    /** A job that cannot start is cancelled in time, so that the execution that waits for it hears of it. */
    private void queue(String name, String id, CfnComputeEnvironment environment) {
        List<CfnJobQueue.JobStateTimeLimitActionProperty> limits = new ArrayList<>();
        for (String reason : List.of(
                "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
                "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
                "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT")) {
            limits.add(CfnJobQueue.JobStateTimeLimitActionProperty.builder()
                    .action("CANCEL")
                    .maxTimeSeconds(QUEUED_SECONDS)
                    .reason(reason)
                    .state("RUNNABLE")
                    .build());
        }
        CfnJobQueue.Builder.create(this, id + "Queue")
                .jobQueueName(name)
                .priority(1)
                .state("ENABLED")
                .computeEnvironmentOrder(List.of(CfnJobQueue.ComputeEnvironmentOrderProperty.builder()
                        .order(1)
                        .computeEnvironment(((CfnResource) environment).getRef())
                        .build()))
                .jobStateTimeLimitActions(limits)
                .build();
    }

    private void definition(String name, String platform, Map<String, String> environment) {
        boolean fargate = platform.equals("FARGATE");
        List<ResourceRequirementProperty> resources =
                new ArrayList<>(List.of(requirement("VCPU", "2"), requirement("MEMORY", "4096")));
        if (!fargate) {
            resources.add(requirement("GPU", "1"));
        }
        CfnJobDefinition.ContainerPropertiesProperty.Builder container =
                CfnJobDefinition.ContainerPropertiesProperty.builder()
                        .image(props.image())
                        .jobRoleArn(jobRole.getRoleArn())
                        .executionRoleArn(executionRole.getRoleArn())
                        .resourceRequirements(resources)
                        .environment(environment.entrySet().stream()
                                .map(e -> CfnJobDefinition.EnvironmentProperty.builder()
                                        .name(e.getKey())
                                        .value(e.getValue())
                                        .build())
                                .toList())
                        .logConfiguration(CfnJobDefinition.LogConfigurationProperty.builder()
                                .logDriver("awslogs")
                                .options(Map.of("awslogs-group", LOG_GROUP))
                                .build());
        if (fargate) {
            container
                    .networkConfiguration(CfnJobDefinition.NetworkConfigurationProperty.builder()
                            .assignPublicIp("ENABLED")
                            .build())
                    .runtimePlatform(CfnJobDefinition.RuntimePlatformProperty.builder()
                            .cpuArchitecture(settings.arm64() ? "ARM64" : "X86_64")
                            .operatingSystemFamily("LINUX")
                            .build());
        }
        CfnJobDefinition.Builder.create(this, fargate ? "Trainer" : "GpuTrainer")
                .jobDefinitionName(name)
                .type("container")
                .platformCapabilities(List.of(platform))
                .propagateTags(true)
                .containerProperties(container.build())
                .timeout(CfnJobDefinition.TimeoutProperty.builder()
                        .attemptDurationSeconds(ATTEMPT_SECONDS)
                        .build())
                .retryStrategy(CfnJobDefinition.RetryStrategyProperty.builder()
                        .attempts(ATTEMPTS)
                        .evaluateOnExit(onExit())
                        .build())
                .build();
    }

    /** Batch takes five rules, the first that matches decides, and it retries what none matches: a crash is retried. */
    private static List<EvaluateOnExitProperty> onExit() {
        return List.of(
                EvaluateOnExitProperty.builder()
                        .onExitCode("" + KNOWN_FAILURE)
                        .action("EXIT")
                        .build(),
                EvaluateOnExitProperty.builder()
                        .onExitCode("" + TRY_AGAIN)
                        .action("RETRY")
                        .build(),
                EvaluateOnExitProperty.builder()
                        .onStatusReason("Host EC2*")
                        .action("RETRY")
                        .build(),
                EvaluateOnExitProperty.builder()
                        .onStatusReason("Your Spot Task was interrupted*")
                        .action("RETRY")
                        .build(),
                EvaluateOnExitProperty.builder()
                        .onReason("CannotPullContainerError*")
                        .action("EXIT")
                        .build());
    }

    private static ResourceRequirementProperty requirement(String type, String value) {
        return ResourceRequirementProperty.builder().type(type).value(value).build();
    }
}
