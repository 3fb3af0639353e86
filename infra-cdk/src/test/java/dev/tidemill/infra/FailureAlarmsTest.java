package dev.tidemill.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.infra.SynthesizedApp.Resource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FailureAlarmsTest {
    private final SynthesizedApp app = SynthesizedApp.awsWithExtras();

    @Test
    void alarms_notAskedFor_areAbsent() {
        for (SynthesizedApp other : List.of(SynthesizedApp.aws(), SynthesizedApp.loopback())) {
            assertThat(other.resources("AWS::CloudWatch::Alarm")).isEmpty();
            assertThat(other.resources("AWS::SNS::Topic")).isEmpty();
        }
    }

    @Test
    void alarms_askedFor_watchEveryQueueThatNothingDrains() {
        Set<String> undrained = new HashSet<>();
        app.resources("AWS::SQS::Queue").stream()
                .filter(queue -> !queue.properties().has("RedrivePolicy"))
                .forEach(queue -> undrained.add(queue.id()));
        assertThat(undrained).hasSize(4);
        assertThat(app.resources("AWS::CloudWatch::Alarm")).hasSize(4).allSatisfy(alarm -> {
            JsonNode p = alarm.properties();
            assertThat(p.path("MetricName").asText()).isEqualTo("ApproximateNumberOfMessagesVisible");
            assertThat(p.path("Threshold").asInt()).isEqualTo(1);
            assertThat(p.path("AlarmActions")).hasSize(1);
            assertThat(undrained.remove(p.at("/Dimensions/0/Value/Fn::GetAtt/0").asText()))
                    .as("%s", alarm)
                    .isTrue();
        });
        assertThat(undrained).isEmpty();
    }

    @Test
    void topic_isToldByTheAlarmsAloneAndTlsOnly() {
        List<Resource> policies = app.resources("AWS::SNS::TopicPolicy");
        assertThat(policies).singleElement().satisfies(policy -> {
            JsonNode statements = policy.properties().at("/PolicyDocument/Statement");
            assertThat(statements).hasSize(2);
            assertThat(statements).anySatisfy(statement -> {
                assertThat(statement.path("Effect").asText()).isEqualTo("Deny");
                assertThat(statement.at("/Condition/Bool/aws:SecureTransport").asText())
                        .isEqualTo("false");
            });
            assertThat(statements).anySatisfy(statement -> {
                assertThat(statement.path("Action").asText()).isEqualTo("sns:Publish");
                assertThat(statement.at("/Principal/Service").asText()).isEqualTo("cloudwatch.amazonaws.com");
                assertThat(statement.at("/Condition/ArnLike").toString()).contains("alarm:tidemill-*");
            });
        });
        assertThat(app.resources("AWS::SNS::Subscription"))
                .singleElement()
                .satisfies(s ->
                        assertThat(s.properties().path("Endpoint").asText()).isEqualTo("someone@example.org"));
    }
}
