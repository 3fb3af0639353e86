package dev.tidemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemill.client.Document;
import dev.tidemill.client.Execution;
import dev.tidemill.client.ProjectClient;
import dev.tidemill.client.TriggerInfo;
import dev.tidemill.localcloud.FunctionHost;
import dev.tidemill.localcloud.LocalCloud;
import dev.tidemill.localcloud.SmallProject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/** EventBridge delivers at least once: an event that comes again brings about nothing again. */
class EventsTest {
    private static final List<String> DECIDED_ON = List.of("DatasetIngested", "LabelsArrived", "ModelRegistered");

    private final LocalCloud cloud = LocalCloud.get();

    @Test
    void everyEventOfTheLife_sentTwiceMore_startsNothing() {
        FunctionHost host = new FunctionHost(cloud);
        ProjectClient flights = cloud.client().project("flight-delays");
        List<String> events = events();
        List<String> executions = ids(flights);
        List<TriggerInfo> decisions = flights.triggers();
        long served = host.served("tidemill-trigger");
        assertThat(events).hasSizeGreaterThan(15);

        try (EventBridgeClient bus = configured(EventBridgeClient.builder()).build()) {
            for (String event : events) {
                for (int i = 0; i < 2; i++) {
                    assertThat(bus.putEvents(request -> request.entries(entry(event)))
                                    .failedEntryCount())
                            .isZero();
                }
            }
        }

        SmallProject.eventually(
                "answer of the trigger function to all of them",
                () -> host.served("tidemill-trigger") >= served + 2L * events.size()
                        ? Optional.of(true)
                        : Optional.empty());
        assertThat(ids(flights)).isEqualTo(executions);
        assertThat(flights.triggers())
                .extracting(TriggerInfo::id, TriggerInfo::decision, TriggerInfo::execution)
                .containsExactlyElementsOf(decisions.stream()
                        .map(trigger -> org.assertj.core.groups.Tuple.tuple(
                                trigger.id(), trigger.decision(), trigger.execution()))
                        .toList());
    }

    private static List<String> ids(ProjectClient project) {
        return project.executions(null, null, 100).stream().map(Execution::id).toList();
    }

    /** The envelopes of the project's events as they were published. */
    private List<String> events() {
        try (DynamoDbClient table = configured(DynamoDbClient.builder()).build()) {
            List<String> events = new ArrayList<>();
            table.scanPaginator(scan -> scan.tableName("tidemill-lifecycle")
                            .filterExpression("sk = :event")
                            .expressionAttributeValues(Map.of(":event", AttributeValue.fromS("event"))))
                    .items()
                    .forEach(item -> {
                        String envelope =
                                Objects.requireNonNull(item.get("event")).s();
                        Document event = document(envelope);
                        if (event.at("project").text().equals("flight-delays")
                                && DECIDED_ON.contains(event.at("type").text())) {
                            events.add(envelope);
                        }
                    });
            return events;
        }
    }

    private static PutEventsRequestEntry entry(String envelope) {
        return PutEventsRequestEntry.builder()
                .eventBusName("tidemill")
                .source("tidemill")
                .detailType(document(envelope).at("type").text())
                .detail(envelope)
                .build();
    }

    private static Document document(String json) {
        try {
            return Document.of(new ObjectMapper().readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event is no JSON: " + json, e);
        }
    }

    private <B extends AwsClientBuilder<B, C>, C> B configured(B builder) {
        return builder.endpointOverride(cloud.endpoint())
                .region(Region.of(cloud.environment().getOrDefault("AWS_REGION", "")))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
    }
}
