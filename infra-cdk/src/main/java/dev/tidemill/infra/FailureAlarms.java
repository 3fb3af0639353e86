package dev.tidemill.infra;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/**
 * An alarm for each queue where what could not be handled waits for a person, told by mail when something lies in it.
 * Alarms are billed by the month, so that there are none where no address is given.
 */
final class FailureAlarms extends Construct {
    /**
     * Over queues.
     *
     * @param failures by name
     */
    FailureAlarms(Construct scope, Place place, SortedMap<String, Queue> failures, String mail) {
        super(scope, "FailureAlarms");
        Topic topic = Topic.Builder.create(this, "Topic")
                .topicName("tidemill-failures")
                .displayName("Tidemill: something could not be handled")
                .enforceSsl(true)
                .build();
        topic.addToResourcePolicy(PolicyStatement.Builder.create()
                .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
                .actions(List.of("sns:Publish"))
                .resources(List.of(topic.getTopicArn()))
                .conditions(new TreeMap<>(Map.of(
                        "ArnLike", Map.of("aws:SourceArn", place.arn("cloudwatch", "alarm:tidemill-*")),
                        "StringEquals", Map.of("aws:SourceAccount", place.account()))))
                .build());
        topic.addSubscription(new EmailSubscription(mail));
        failures.forEach((name, queue) -> {
            Alarm alarm = Alarm.Builder.create(this, name)
                    .alarmName(name)
                    .alarmDescription("Something lies in the queue " + name)
                    .metric(queue.metricApproximateNumberOfMessagesVisible(MetricOptions.builder()
                            .period(Duration.minutes(5))
                            .statistic("Maximum")
                            .build()))
                    .threshold(1)
                    .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                    .evaluationPeriods(1)
                    // A queue that nobody touches reports nothing after some hours, whatever lies in it.
                    .treatMissingData(TreatMissingData.IGNORE)
                    .build();
            alarm.addAlarmAction(new SnsAction(topic));
        });
    }
}
