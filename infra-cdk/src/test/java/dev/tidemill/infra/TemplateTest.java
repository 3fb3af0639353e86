package dev.tidemill.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.infra.SynthesizedApp.Resource;
import dev.tidemill.infra.function.DeployedFunction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold of the templates, on AWS, with customer keys, and in an emulator. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TemplateTest {
    private final SynthesizedApp aws = SynthesizedApp.aws();
    private final SynthesizedApp keys = SynthesizedApp.awsWithCustomerKeys();
    private final SynthesizedApp loopback = SynthesizedApp.loopback();

    Stream<SynthesizedApp> all() {
        return Stream.of(aws, keys, loopback);
    }

    Stream<SynthesizedApp> onAws() {
        return Stream.of(aws, keys);
    }

    @ParameterizedTest
    @MethodSource("all")
    void buckets_always_encryptedPrivateAndTlsOnly(SynthesizedApp app) {
        List<Resource> buckets = app.resources("AWS::S3::Bucket");
        assertThat(buckets).hasSize(3);
        for (Resource bucket : buckets) {
            JsonNode closed = bucket.properties().path("PublicAccessBlockConfiguration");
            for (String way :
                    List.of("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")) {
                assertThat(closed.path(way).asBoolean())
                        .as("%s %s", bucket, way)
                        .isTrue();
            }
            assertThat(bucket.properties().at("/BucketEncryption/ServerSideEncryptionConfiguration"))
                    .as("%s", bucket)
                    .isNotEmpty();
        }
        assertTlsOnly(app.resources("AWS::S3::BucketPolicy"), 3);
        assertTlsOnly(app.resources("AWS::SQS::QueuePolicy"), 5);
    }

    private static void assertTlsOnly(List<Resource> policies, int count) {
        assertThat(policies).hasSize(count);
        for (Resource policy : policies) {
            assertThat(policy.properties().at("/PolicyDocument/Statement"))
                    .as("%s", policy)
                    .anySatisfy(statement -> {
                        assertThat(statement.path("Effect").asText()).isEqualTo("Deny");
                        assertThat(statement
                                        .at("/Condition/Bool")
                                        .path("aws:SecureTransport")
                                        .asText())
                                .isEqualTo("false");
                    });
        }
    }

    @ParameterizedTest
    @MethodSource("onAws")
    void tables_onAws_areOnDemandRecoverableAndProtected(SynthesizedApp app) {
        List<Resource> tables = app.resources("AWS::DynamoDB::Table");
        assertThat(tables).hasSize(StoreTable.values().length);
        for (Resource table : tables) {
            JsonNode p = table.properties();
            assertThat(p.path("BillingMode").asText()).isEqualTo("PAY_PER_REQUEST");
            assertThat(p.at("/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled")
                            .asBoolean())
                    .isTrue();
            assertThat(p.path("DeletionProtectionEnabled").asBoolean()).isTrue();
            assertThat(p.at("/TimeToLiveSpecification/AttributeName").asText()).isEqualTo("ttl");
            assertThat(table.all().path("DeletionPolicy").asText()).isEqualTo("Retain");
        }
    }

    @Test
    void stores_withCustomerKeys_areEncryptedByThem() {
        assertThat(keys.resources("AWS::KMS::Key"))
                .singleElement()
                .satisfies(key -> assertThat(
                                key.properties().path("EnableKeyRotation").asBoolean())
                        .isTrue());
        for (Resource bucket : keys.resources("AWS::S3::Bucket")) {
            assertThat(bucket.toString() + bucket.properties()).contains("aws:kms");
        }
        for (Resource table : keys.resources("AWS::DynamoDB::Table")) {
            assertThat(table.properties().at("/SSESpecification/SSEType").asText())
                    .isEqualTo("KMS");
        }
        for (Resource queue : keys.resources("AWS::SQS::Queue")) {
            assertThat(queue.properties().has("KmsMasterKeyId")).as("%s", queue).isTrue();
        }
        for (Resource role : keys.resources("AWS::IAM::Role")) {
            if (role.stack().equals("TidemillLifecycle") && !role.id().contains("MachineRole")) {
                assertThat(role.properties().toString()).as("%s", role).contains("kms:GenerateDataKey");
            }
        }
        assertThat(aws.resources("AWS::KMS::Key")).isEmpty();
    }

    @Test
    void stores_inAnEmulator_mayBeDeleted() {
        for (String type : List.of("AWS::DynamoDB::Table", "AWS::S3::Bucket")) {
            assertThat(loopback.resources(type))
                    .allSatisfy(r ->
                            assertThat(r.all().path("DeletionPolicy").asText()).isEqualTo("Delete"));
        }
        assertThat(loopback.resources("Custom::S3AutoDeleteObjects")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void functions_always_runJava25WithinANewAccountsLimits(SynthesizedApp app) {
        List<Resource> functions = app.resources("AWS::Lambda::Function");
        assertThat(functions)
                .extracting(f -> f.properties().path("FunctionName").asText())
                .containsExactlyInAnyOrderElementsOf(Stream.of(DeployedFunction.values())
                        .map(DeployedFunction::functionName)
                        .toList());
        Set<JsonNode> roles = new HashSet<>();
        for (Resource function : functions) {
            JsonNode p = function.properties();
            assertThat(p.path("Runtime").asText()).isEqualTo("java25");
            assertThat(p.path("MemorySize").asInt()).isBetween(512, 3008);
            assertThat(p.path("Timeout").asInt()).isBetween(1, 900);
            assertThat(p.has("ReservedConcurrentExecutions")).isFalse();
            assertThat(p.at("/Environment/Variables/JAVA_TOOL_OPTIONS").asText())
                    .contains("-Xmx");
            assertThat(p.at("/LoggingConfig/LogGroup").isMissingNode()).isFalse();
            assertThat(roles.add(p.path("Role")))
                    .as("%s has a role of its own", function)
                    .isTrue();
        }
        assertThat(app.resources("AWS::Lambda::LayerVersion")).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("all")
    void functions_behindTheApi_endWithinItsTimeout(SynthesizedApp app) {
        for (DeployedFunction function :
                List.of(DeployedFunction.LIFECYCLE_API, DeployedFunction.TRACKING_API, DeployedFunction.INFERENCE)) {
            assertThat(function.timeoutSeconds()).isLessThanOrEqualTo(29);
        }
        assertThat(app.resources("AWS::Lambda::Permission")).hasSize(11);
    }

    @ParameterizedTest
    @MethodSource("all")
    void logGroups_always_expire(SynthesizedApp app) {
        List<Resource> groups = app.resources("AWS::Logs::LogGroup");
        assertThat(groups).hasSize(DeployedFunction.values().length + 1);
        assertThat(groups)
                .allSatisfy(group -> assertThat(
                                group.properties().path("RetentionInDays").asInt())
                        .isEqualTo(30));
    }

    @ParameterizedTest
    @MethodSource("all")
    void queuesAndMappings_always_boundRetriesAndKeepFailures(SynthesizedApp app) {
        List<String> deadLetters = new ArrayList<>();
        for (Resource queue : app.resources("AWS::SQS::Queue")) {
            assertThat(queue.properties().path("MessageRetentionPeriod").asInt())
                    .isEqualTo(14 * 24 * 3600);
            if (queue.properties().has("RedrivePolicy")) {
                deadLetters.add(queue.properties().path("QueueName").asText());
                assertThat(queue.properties()
                                .at("/RedrivePolicy/maxReceiveCount")
                                .asInt())
                        .isEqualTo(5);
                assertThat(queue.properties().path("VisibilityTimeout").asInt())
                        .isGreaterThanOrEqualTo(6 * DeployedFunction.CAPTURE.timeoutSeconds());
            }
        }
        assertThat(deadLetters).containsExactly("tidemill-capture");
        List<Resource> mappings = app.resources("AWS::Lambda::EventSourceMapping");
        assertThat(mappings).hasSize(2);
        for (Resource mapping : mappings) {
            JsonNode p = mapping.properties();
            assertThat(p.path("FunctionResponseTypes").path(0).asText()).isEqualTo("ReportBatchItemFailures");
            if (p.has("StartingPosition")) {
                assertThat(p.path("MaximumRetryAttempts").asInt()).isBetween(1, 100);
                assertThat(p.path("ParallelizationFactor").asInt()).isEqualTo(1);
                assertThat(p.at("/DestinationConfig/OnFailure/Destination").isMissingNode())
                        .isFalse();
            } else {
                assertThat(p.at("/ScalingConfig/MaximumConcurrency").asInt()).isEqualTo(2);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void rules_always_reachAFunctionWithADeadLetterQueue(SynthesizedApp app) {
        assertThat(app.resources("AWS::Events::Rule")).hasSize(4).allSatisfy(rule -> {
            assertThat(rule.properties().path("Targets")).hasSize(1).allSatisfy(target -> {
                assertThat(target.at("/DeadLetterConfig/Arn").isMissingNode()).isFalse();
                assertThat(target.at("/RetryPolicy/MaximumRetryAttempts").asInt())
                        .isEqualTo(10);
            });
        });
        assertThat(app.resources("AWS::Lambda::EventInvokeConfig")).hasSize(4).allSatisfy(config -> {
            assertThat(config.properties()
                            .at("/DestinationConfig/OnFailure/Destination")
                            .isMissingNode())
                    .isFalse();
            assertThat(config.properties().path("MaximumRetryAttempts").asInt()).isEqualTo(2);
        });
    }

    @ParameterizedTest
    @MethodSource("all")
    void webhooks_always_failIntoAQueueOfTheirOwn(SynthesizedApp app) {
        String failures = app.resources("AWS::SQS::Queue").stream()
                .filter(queue -> queue.properties().path("QueueName").asText().equals("tidemill-webhook-failures"))
                .findFirst()
                .orElseThrow()
                .id();
        assertThat(app.resources("AWS::Events::Rule"))
                .filteredOn(rule -> rule.properties().path("Name").asText().equals("tidemill-webhooks"))
                .singleElement()
                .satisfies(rule -> {
                    JsonNode target = rule.properties().at("/Targets/0");
                    assertThat(target.at("/Arn/Fn::GetAtt/0").asText()).startsWith("Webhooks");
                    assertThat(target.at("/DeadLetterConfig/Arn/Fn::GetAtt/0").asText())
                            .isEqualTo(failures);
                });
        assertThat(app.resources("AWS::Lambda::EventInvokeConfig"))
                .filteredOn(config -> config.properties()
                        .at("/DestinationConfig/OnFailure/Destination/Fn::GetAtt/0")
                        .asText()
                        .equals(failures))
                .singleElement()
                .satisfies(config -> {
                    assertThat(config.properties().at("/FunctionName/Ref").asText())
                            .startsWith("Webhooks");
                    assertThat(config.properties()
                                    .path("MaximumEventAgeInSeconds")
                                    .asInt())
                            .isEqualTo(3600);
                });
    }

    @ParameterizedTest
    @MethodSource("all")
    void machineThatStopped_always_reachesTheRecordAndOnlyOurFive(SynthesizedApp app) {
        assertThat(app.resources("AWS::Events::Rule"))
                .filteredOn(rule -> rule.properties().path("Name").asText().equals("tidemill-machine-stopped"))
                .singleElement()
                .satisfies(rule -> {
                    JsonNode p = rule.properties();
                    assertThat(p.has("EventBusName")).as("the default bus").isFalse();
                    assertThat(p.at("/EventPattern/source").toString()).isEqualTo("[\"aws.states\"]");
                    assertThat(p.at("/EventPattern/detail-type").toString())
                            .isEqualTo("[\"Step Functions Execution Status Change\"]");
                    assertThat(p.at("/EventPattern/detail/status").toString())
                            .isEqualTo("[\"FAILED\",\"TIMED_OUT\",\"ABORTED\"]");
                    assertThat(p.at("/EventPattern/detail/stateMachineArn"))
                            .hasSize(5)
                            .anySatisfy(arn -> assertThat(arn.toString()).contains(":stateMachine:tidemill-ingestion"))
                            .allSatisfy(arn -> assertThat(arn.toString()).contains(":stateMachine:tidemill-"));
                    assertThat(p.at("/Targets/0/Arn").toString()).contains("Record");
                });
    }

    @Test
    void templates_ofTheSameSettings_areTheSame(@TempDir Path again) {
        assertThat(SynthesizedApp.of(SynthesizedApp.LOOPBACK, again).templates())
                .isEqualTo(loopback.templates());
    }

    @Test
    void dispatch_inAnEmulator_callsTheBatchRunner() {
        assertThat(toldOfTheBatchRunner(aws)).isEmpty();
        assertThat(toldOfTheBatchRunner(loopback)).containsExactly("tidemill-training-dispatch");
    }

    private static List<String> toldOfTheBatchRunner(SynthesizedApp app) {
        return app.resources("AWS::Lambda::Function").stream()
                .filter(f -> f.properties().toString().contains("AWS_ENDPOINT_URL_BATCH"))
                .map(f -> f.properties().path("FunctionName").asText())
                .toList();
    }
}
