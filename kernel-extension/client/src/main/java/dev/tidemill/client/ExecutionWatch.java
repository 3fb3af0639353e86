package dev.tidemill.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks at one execution until it ends. What is only for show never ends a wait: where it cannot be had, it is left out. */
final class ExecutionWatch {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration DETAILS = Duration.ofSeconds(1);
    private static final Set<String> WORKING = Set.of("TaskStateEntered", "MapStateEntered", "FailStateEntered");

    private final TidemillClient client;
    private final InstantSource clock;
    private final Pause pauses;
    private final ProgressListener listener;
    private List<String> states = List.of();
    private Map<String, List<MetricPoint>> curves = Map.of();
    private String lastLine = "";
    private String run = "";
    private Instant detailsAt = Instant.MIN;

    ExecutionWatch(TidemillClient client, InstantSource clock, Pause pauses, ProgressListener listener) {
        this.client = client;
        this.clock = clock;
        this.pauses = pauses;
        this.listener = listener;
    }

    Execution await(String executionId, Duration atMost) {
        Instant begin = clock.instant();
        Duration pause = FIRST_PAUSE;
        while (true) {
            Execution now = client.execution(executionId);
            Duration elapsed = Duration.between(begin, clock.instant());
            look(now);
            listener.onProgress(new ProgressListener.Progress(now, elapsed, states, curves, lastLine));
            if (!now.isRunning()) {
                return now;
            }
            if (elapsed.compareTo(atMost) > 0) {
                throw TidemillException.timedOut("The " + now.kind() + " " + executionId + " still runs after "
                        + elapsed.toSeconds() + " seconds; it goes on without this wait.");
            }
            try {
                pauses.lasting(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw TidemillException.interrupted("No longer waiting for the " + now.kind() + " " + executionId
                        + ", which goes on without this wait.");
            }
            Duration longer = pause.multipliedBy(5).dividedBy(4);
            pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
        }
    }

    private void look(Execution execution) {
        try {
            states = states(execution.id());
            boolean due = !execution.isRunning()
                    || Duration.between(detailsAt, clock.instant()).compareTo(DETAILS) >= 0;
            if (listener.wantsDetails() && due) {
                detailsAt = clock.instant();
                List<LogLine> lines = client.logs(execution.id(), null, 1);
                lastLine = lines.isEmpty() ? lastLine : lines.getLast().message();
                if (execution.kind().equals("training")) {
                    curves = curves(execution);
                }
            }
        } catch (TidemillException e) {
            if (e.code().equals("INTERRUPTED")) {
                throw e;
            }
        }
    }

    private List<String> states(String executionId) {
        Set<String> entered = new LinkedHashSet<>();
        for (HistoryEvent event : client.history(executionId)) {
            if (WORKING.contains(event.type()) && !event.state().isEmpty()) {
                entered.add(event.state());
            }
        }
        return new ArrayList<>(entered);
    }

    private Map<String, List<MetricPoint>> curves(Execution training) {
        TrackingClient tracking = client.tracking();
        if (run.isEmpty()) {
            String filter = "tags.`tidemill.execution` = '" + training.id() + "'";
            run = tracking.runs(training.project(), filter, List.of(), 1).stream()
                    .map(RunInfo::id)
                    .findFirst()
                    .orElse("");
        }
        Map<String, List<MetricPoint>> found = new LinkedHashMap<>();
        if (!run.isEmpty()) {
            for (String metric : tracking.metrics(run)) {
                if (metric.startsWith("train-") || metric.startsWith("validation-")) {
                    found.put(metric, tracking.metric(run, metric));
                }
            }
        }
        found.values().removeIf(points -> points.size() < 2);
        return found;
    }
}
