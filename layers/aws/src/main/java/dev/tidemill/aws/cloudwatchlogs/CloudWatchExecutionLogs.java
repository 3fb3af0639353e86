package dev.tidemill.aws.cloudwatchlogs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.lifecycle.ExecutionKind;
import dev.tidemill.core.lifecycle.ExecutionLogs;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** Finds the JSON lines whose field {@code execution} is the execution's id, in the log groups of what works for its kind. */
public final class CloudWatchExecutionLogs implements ExecutionLogs {
    /** Log group of the trainer's jobs. */
    public static final String TRAINER = "/tidemill/trainer";

    private static final int MOST_PAGES = 20;

    private final CloudWatchLogsClient client;

    public CloudWatchExecutionLogs(CloudWatchLogsClient client) {
        this.client = client;
    }

    private static List<String> groups(ExecutionKind kind) {
        return switch (kind) {
            case INGESTION, MATERIALIZATION -> List.of(function("ingestion"));
            case TRAINING -> List.of(function("training-dispatch"), TRAINER, function("registration"));
            case DEPLOYMENT -> List.of(function("inference"), function("scoring"), function("registration"));
            case SCORING -> List.of(function("scoring"));
            case MONITORING -> List.of(function("monitoring"));
        };
    }

    private static String function(String name) {
        return "/aws/lambda/tidemill-" + name;
    }

    @Override
    public List<Line> read(ExecutionKind kind, String executionId, Instant from, int limit) {
        List<Line> lines = new ArrayList<>();
        groups(kind).forEach(group -> lines.addAll(newest(group, executionId, from, limit)));
        lines.sort(Comparator.comparing(Line::time));
        return List.copyOf(lines.subList(Math.max(0, lines.size() - limit), lines.size()));
    }

    private Deque<Line> newest(String group, String executionId, Instant from, int limit) {
        Deque<Line> lines = new ArrayDeque<>();
        String token = null;
        try {
            for (int page = 0; page < MOST_PAGES; page++) {
                FilterLogEventsResponse answer = client.filterLogEvents(FilterLogEventsRequest.builder()
                        .logGroupName(group)
                        .filterPattern("\"" + executionId + "\"")
                        .startTime(from.toEpochMilli())
                        .nextToken(token)
                        .build());
                for (FilteredLogEvent event : answer.events()) {
                    add(lines, group, executionId, event, limit);
                }
                token = answer.nextToken();
                if (token == null) {
                    break;
                }
            }
            return lines;
        } catch (ResourceNotFoundException e) {
            return lines;
        }
    }

    private static void add(Deque<Line> lines, String group, String executionId, FilteredLogEvent event, int limit) {
        JsonNode json;
        try {
            json = Json.parse(event.message());
        } catch (ProblemException e) {
            return;
        }
        if (!json.path("execution").asText().equals(executionId)) {
            return;
        }
        lines.addLast(new Line(
                Instant.ofEpochMilli(event.timestamp()),
                json.path("level").asText("INFO"),
                group.substring(group.lastIndexOf('/') + 1).replaceFirst("^tidemill-", ""),
                json.path("message").asText()));
        if (lines.size() > limit) {
            lines.removeFirst();
        }
    }
}
