package dev.tidemill.infra;

import dev.tidemill.infra.function.DeployedFunction;
import dev.tidemill.infra.function.FunctionLayer;
import dev.tidemill.infra.workflow.Workflow;
import dev.tidemill.infra.workflow.Workflows;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Size;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.events.EventBus;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.ILayerVersion;
import software.amazon.awscdk.services.lambda.LayerVersion;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.stepfunctions.CfnStateMachine;
import software.constructs.Construct;

/** What runs: functions with their layers, state machines, queues, and the events between them. */
public final class LifecycleStack extends Stack {
    /** The event bus that Tidemill's own events are published to. */
    static final String BUS = "tidemill";

    private final Settings settings;
    private final Place place;
    private final PackagedCode code;
    private final Map<DeployedFunction, Function> functions = new EnumMap<>(DeployedFunction.class);
    private final Map<FunctionLayer, ILayerVersion> layers = new EnumMap<>(FunctionLayer.class);

    public LifecycleStack(Construct scope, String id, LifecycleStackProps props) {
        super(scope, id);
        this.settings = props.settings();
        this.place = props.place();
        this.code = props.code();
        addStackDependency(props.data());
        Optional<IKey> key = props.data().key().map(k -> k);
        LifecycleQueues queues = new LifecycleQueues(this, key);
        settings.alarmMail().ifPresent(mail -> new FailureAlarms(this, place, queues.failures(), mail));
        EventBus bus = EventBus.Builder.create(this, "Bus").eventBusName(BUS).build();
        for (FunctionLayer layer : FunctionLayer.values()) {
            layers.put(layer, layer(layer));
        }
        FunctionAccess access = new FunctionAccess(
                place,
                settings.loopback(),
                Administrators.of(getNode()),
                queues,
                props.data().outboxStreamArn(),
                place.arn("events", "event-bus/" + BUS),
                key.map(IKey::getKeyArn));
        for (DeployedFunction function : DeployedFunction.values()) {
            functions.put(function, function(function, access.of(function)));
        }
        List<Workflow> workflows = Workflows.all(settings.trainingSeconds());
        workflows.forEach(this::machine);
        List<String> machineArns = workflows.stream()
                .map(workflow -> place.machineArn(workflow.name()))
                .toList();
        new LifecycleEvents(this, bus, queues, functions, props.data().outboxStreamArn(), machineArns);
    }

    private ILayerVersion layer(FunctionLayer layer) {
        return LayerVersion.Builder.create(this, DataStack.title(layer.word()) + "Layer")
                .layerVersionName("tidemill-" + layer.word())
                .code(Code.fromAsset(code.layer(layer).toString()))
                .compatibleRuntimes(List.of(Runtime.JAVA_25))
                .compatibleArchitectures(List.of(architecture()))
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
    }

    private Architecture architecture() {
        return settings.arm64() ? Architecture.ARM_64 : Architecture.X86_64;
    }

    private Function function(DeployedFunction function, Access access) {
        String id = Workflow.placeholder(function);
        if (function == DeployedFunction.TRAINING_DISPATCH) {
            settings.batchEndpoint().ifPresent(url -> access.tell("AWS_ENDPOINT_URL_BATCH", url));
        }
        Role role = role(id + "Role", "lambda.amazonaws.com", access.policy());
        LogGroup logs = LogGroup.Builder.create(this, id + "Log")
                .logGroupName("/aws/lambda/" + function.functionName())
                .retention(RetentionDays.ONE_MONTH)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        return Function.Builder.create(this, id)
                .functionName(function.functionName())
                .runtime(Runtime.JAVA_25)
                .architecture(architecture())
                .code(Code.fromAsset(code.function(function.module()).toString()))
                .handler(function.handler())
                .memorySize(function.memoryMb())
                .timeout(Duration.seconds(function.timeoutSeconds()))
                .ephemeralStorageSize(Size.mebibytes(function.scratchMb()))
                .layers(function.layers().stream().map(this::attached).toList())
                .environment(access.environment())
                .role(role)
                .logGroup(logs)
                .build();
    }

    private ILayerVersion attached(FunctionLayer layer) {
        return Objects.requireNonNull(layers.get(layer));
    }

    private Role role(String id, String service, PolicyDocument policy) {
        return Role.Builder.create(this, id)
                .assumedBy(new ServicePrincipal(service))
                .inlinePolicies(Map.of("access", policy))
                .build();
    }

    private void machine(Workflow workflow) {
        StringBuilder id = new StringBuilder();
        for (String word : workflow.name().split("-", -1)) {
            id.append(DataStack.title(word));
        }
        Map<String, String> substitutions = new TreeMap<>();
        for (DeployedFunction function : workflow.functions()) {
            substitutions.put(Workflow.placeholder(function), place.functionArn(function));
        }
        Access access = new Access(place)
                .allow(List.of("lambda:InvokeFunction"), List.copyOf(new LinkedHashMap<>(substitutions).values()));
        CfnStateMachine.Builder.create(this, id + "Machine")
                .stateMachineName("tidemill-" + workflow.name())
                .stateMachineType("STANDARD")
                .definitionString(workflow.json())
                .definitionSubstitutions(substitutions)
                .roleArn(role(id + "MachineRole", "states.amazonaws.com", access.policy())
                        .getRoleArn())
                .build();
    }
}
