package dev.tidemill.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.infra.SynthesizedApp.Resource;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingStackTest {
    private final SynthesizedApp aws = SynthesizedApp.aws();
    private final SynthesizedApp loopback = SynthesizedApp.loopback();

    @Test
    void definitions_always_retryByExitCodeAndEndInTime() {
        for (SynthesizedApp app : List.of(aws, loopback)) {
            assertThat(app.resources("AWS::Batch::JobDefinition"))
                    .extracting(d -> d.properties().path("JobDefinitionName").asText())
                    .containsExactlyInAnyOrder("tidemill-trainer", "tidemill-trainer-gpu");
            for (Resource definition : app.resources("AWS::Batch::JobDefinition")) {
                JsonNode p = definition.properties();
                assertThat(p.at("/Timeout/AttemptDurationSeconds").asInt()).isEqualTo(4 * 3600);
                assertThat(p.at("/RetryStrategy/Attempts").asInt()).isEqualTo(3);
                JsonNode rules = p.at("/RetryStrategy/EvaluateOnExit");
                assertThat(rules).hasSizeLessThanOrEqualTo(5);
                assertThat(rules.toString())
                        .contains(
                                "{\"Action\":\"EXIT\",\"OnExitCode\":\"10\"}",
                                "{\"Action\":\"RETRY\",\"OnExitCode\":\"75\"}",
                                "{\"Action\":\"RETRY\",\"OnStatusReason\":\"Host EC2*\"}");
            }
        }
    }

    @Test
    void network_always_letsNothingIn() {
        assertThat(aws.resources("AWS::EC2::NatGateway")).isEmpty();
        assertThat(aws.resources("AWS::EC2::SecurityGroup"))
                .singleElement()
                .satisfies(group -> assertThat(group.properties().has("SecurityGroupIngress"))
                        .isFalse());
        assertThat(aws.resources("AWS::EC2::SecurityGroupIngress")).isEmpty();
    }

    @Test
    void image_onAws_isNamedByDigest() {
        assertThat(aws.resources("AWS::Batch::JobDefinition"))
                .allSatisfy(d -> assertThat(
                                d.properties().at("/ContainerProperties/Image").toString())
                        .contains("/tidemill-trainer@" + SynthesizedApp.DIGEST));
    }

    @Test
    void environment_inAnEmulator_isPlainText() {
        for (Resource definition : loopback.resources("AWS::Batch::JobDefinition")) {
            assertThat(definition.properties().at("/ContainerProperties/Environment"))
                    .isNotEmpty()
                    .allSatisfy(variable ->
                            assertThat(variable.path("Value").isTextual()).isTrue());
            assertThat(definition
                            .properties()
                            .at("/ContainerProperties/Environment")
                            .toString())
                    .contains(
                            "TIDEMILL_TRACKING_URL",
                            "http://127.0.0.1:7002/live",
                            "tidemill-lake-000000000000-us-east-1");
        }
    }

    @Test
    void stack_onAwsWithoutAnImage_isLeftOut(@TempDir Path folder) {
        assertThat(SynthesizedApp.of(Settings.defaults(folder), folder).templates())
                .containsOnlyKeys("TidemillApi", "TidemillData", "TidemillLifecycle");
    }
}
