package dev.tidemill.processlogs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BinaryOperator;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/**
 * Sends lines to CloudWatch Logs in batches from one background thread. When lines come
 * faster than they can be sent, the surplus is dropped and its count logged; the file log has every line.
 */
public final class CloudWatchLogs implements ProcessLogs {
    private static final int BATCH = 500;
    private static final System.Logger LOG = System.getLogger(CloudWatchLogs.class.getName());

    private final CloudWatchLogsClient client;
    private final BinaryOperator<String> group;
    private final BlockingQueue<Line> queue = new ArrayBlockingQueue<>(20_000);
    private final Set<Target> known = new HashSet<>();
    private final Thread sender;
    private volatile boolean closed;
    private final AtomicLong dropped = new AtomicLong();

    /**
     * Starts the thread that sends.
     *
     * @param group the log group of a name and a stream
     */
    public CloudWatchLogs(CloudWatchLogsClient client, BinaryOperator<String> group) {
        this.group = group;
        this.client = client;
        this.sender = Thread.ofVirtual().name("cloudwatch-logs").start(this::send);
    }

    private record Target(String group, String stream) {}

    private record Line(Target target, Instant at, String text) {}

    @Override
    public void line(String name, String stream, Instant at, String text) {
        if (!text.isEmpty() && !queue.offer(new Line(new Target(group.apply(name, stream), stream), at, text))) {
            dropped.incrementAndGet();
        }
    }

    private void send() {
        List<Line> batch = new ArrayList<>();
        try {
            while (!closed || !queue.isEmpty()) {
                Line first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, BATCH - 1);
                    send(batch);
                    batch.clear();
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(List<Line> batch) {
        Map<Target, List<InputLogEvent>> byTarget = new LinkedHashMap<>();
        for (Line line : batch) {
            byTarget.computeIfAbsent(line.target, absent -> new ArrayList<>())
                    .add(InputLogEvent.builder()
                            .timestamp(line.at.toEpochMilli())
                            .message(line.text)
                            .build());
        }
        byTarget.forEach((target, events) -> {
            try {
                events.sort(Comparator.comparing(InputLogEvent::timestamp));
                put(target, events);
            } catch (SdkException failed) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "CloudWatch Logs refused {0} lines of {1}: {2}",
                        events.size(),
                        target.group,
                        failed.getMessage());
            }
        });
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            LOG.log(System.Logger.Level.WARNING, "{0} log lines came too fast for CloudWatch Logs", lost);
        }
    }

    private void put(Target target, List<InputLogEvent> events) {
        if (known.add(target)) {
            create(target);
        }
        try {
            client.putLogEvents(request -> request.logGroupName(target.group)
                    .logStreamName(target.stream)
                    .logEvents(events));
        } catch (ResourceNotFoundException deletedMeanwhile) {
            create(target);
            client.putLogEvents(request -> request.logGroupName(target.group)
                    .logStreamName(target.stream)
                    .logEvents(events));
        }
    }

    private void create(Target target) {
        unlessThere(() -> client.createLogGroup(request -> request.logGroupName(target.group)));
        unlessThere(() -> client.createLogStream(
                request -> request.logGroupName(target.group).logStreamName(target.stream)));
    }

    private static void unlessThere(Runnable create) {
        try {
            create.run();
        } catch (ResourceAlreadyExistsException there) {
            LOG.log(System.Logger.Level.TRACE, "Log group or stream exists", there);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            if (!sender.join(java.time.Duration.ofSeconds(2))) {
                sender.interrupt();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
