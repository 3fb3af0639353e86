package dev.tidemill.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.tracking.Metric;
import dev.tidemill.core.tracking.MetricPage;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.RunSearch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What calls cost in requests, and what rests on the clock and on several writers. */
class TrackingCostTest {
    private static final Workspace TEAM = new Workspace("team");
    private static final String RUN = "0123456789abcdef0123456789abcdef";

    private final CountingDynamoDb dynamoDb = new CountingDynamoDb(LocalDynamoDb.CLIENT);
    private final String table = LocalDynamoDb.table();
    private final AtomicLong millis = new AtomicLong(1_700_000_000_000L);
    private final DynamoDbTracking tracking = new DynamoDbTracking(
            dynamoDb.client, table, "s3://artifacts", () -> Instant.ofEpochMilli(millis.get()), LocalDynamoDb.BACKOFF);

    @Test
    void createRun_takesTwoRequests() {
        tracking.experiment(TEAM, "0");
        dynamoDb.reset();
        tracking.createRun(run(RUN, 1));
        assertThat(dynamoDb.requests()).as(dynamoDb.toString()).isLessThanOrEqualTo(2);
        dynamoDb.reset();
        tracking.createRun(run(RUN, 1));
        assertThat(dynamoDb.requests()).as(dynamoDb.toString()).isLessThanOrEqualTo(5);
    }

    @Test
    void log_thousandMetrics_takesOneWrite() {
        tracking.createRun(run(RUN, 1));
        for (int batch = 0; batch < 3; batch++) {
            dynamoDb.reset();
            tracking.log(TEAM, RUN, batch(batch, 1000, 1000), Map.of(), Map.of());
            assertThat(dynamoDb.writes()).as(dynamoDb.toString()).isEqualTo(1);
            assertThat(dynamoDb.requests()).as(dynamoDb.toString()).isLessThanOrEqualTo(3);
        }
        dynamoDb.reset();
        tracking.log(TEAM, RUN, batch(1, 1000, 1000), Map.of(), Map.of());
        assertThat(dynamoDb.writes()).as(dynamoDb.toString()).isZero();
        assertThat(dynamoDb.requests()).as(dynamoDb.toString()).isLessThanOrEqualTo(4);
    }

    @Test
    void log_metric_takesTwoRequestsOnceTheRunIsKnown() {
        tracking.createRun(run(RUN, 1));
        dynamoDb.reset();
        tracking.log(TEAM, RUN, List.of(new Metric("m", 1, 1, 1)), Map.of(), Map.of());
        assertThat(dynamoDb.requests()).as(dynamoDb.toString()).isEqualTo(2);
        DynamoDbTracking other = new DynamoDbTracking(
                dynamoDb.client,
                table,
                "s3://artifacts",
                () -> Instant.ofEpochMilli(millis.get()),
                LocalDynamoDb.BACKOFF);
        for (int requests : List.of(3, 2)) {
            dynamoDb.reset();
            other.log(TEAM, RUN, List.of(new Metric("m", 2, 2, requests)), Map.of(), Map.of());
            assertThat(dynamoDb.requests()).as(dynamoDb.toString()).isEqualTo(requests);
        }
        dynamoDb.reset();
        assertThat(tracking.run(TEAM, RUN)).isPresent();
        assertThat(dynamoDb.requests()).as(dynamoDb.toString()).isEqualTo(1);
    }

    @Test
    void searchRuns_thousand_takesAtMostTwentyRequests() {
        for (int i = 0; i < 1000; i++) {
            tracking.createRun(run("%032x".formatted(i), i));
            Map<String, String> params = new HashMap<>();
            IntStream.range(0, 20).forEach(p -> params.put("param" + p, "value" + p));
            tracking.log(TEAM, "%032x".formatted(i), batch(i, 20, 20), params, Map.of());
        }
        dynamoDb.reset();
        assertThat(tracking.searchRuns(TEAM, List.of("0"), RunSearch.newest(1000)))
                .hasSize(1000)
                .allSatisfy(run -> assertThat(run.metrics()).hasSize(20));
        assertThat(dynamoDb.requests()).as(dynamoDb.toString()).isLessThanOrEqualTo(9);
        for (int i = 0; i < 1000; i++) {
            tracking.log(TEAM, "%032x".formatted(i), batch(i + 1, 20, 20), Map.of(), Map.of());
        }
        dynamoDb.reset();
        RunSearch byMetric = new RunSearch(
                run -> run.startTime() >= 0,
                run -> run.metrics().containsKey("key-1"),
                true,
                RunSearch.NEWEST_FIRST,
                1000);
        assertThat(tracking.searchRuns(TEAM, List.of("0"), byMetric)).hasSize(1000);
        assertThat(dynamoDb.requests()).as(dynamoDb.toString()).isLessThanOrEqualTo(20);
        assertThat(dynamoDb.writes()).isZero();
        millis.addAndGet(2000);
        tracking.searchRuns(TEAM, List.of("0"), byMetric);
        assertThat(dynamoDb.writes()).isBetween(1, 16);
    }

    @Test
    void searchRuns_hotRun_isRightThoughItsRowIsSeldomWritten() {
        tracking.createRun(run(RUN, 1));
        int rows = 0;
        for (int i = 0; i < 50; i++) {
            millis.addAndGet(100);
            dynamoDb.reset();
            tracking.log(TEAM, RUN, List.of(new Metric("m", i, i, i)), Map.of(), Map.of());
            rows += dynamoDb.toString().contains("TransactWrite") ? 1 : 0;
            assertThat(tracking.searchRuns(TEAM, List.of("0"), RunSearch.newest(1)))
                    .extracting(run -> run.metrics().get("m"))
                    .containsExactly(new Metric("m", i, i, i));
        }
        assertThat(rows).as("at most a row and a mark a second").isLessThanOrEqualTo(12);
        tracking.updateRun(TEAM, RUN, "FINISHED", 5L, null);
        dynamoDb.reset();
        assertThat(tracking.searchRuns(TEAM, List.of("0"), RunSearch.newest(1)))
                .extracting(Run::status)
                .containsExactly("FINISHED");
        assertThat(dynamoDb.toString()).doesNotContain("BatchGet");
    }

    @Test
    void searchRuns_largeRun_isReadItself() {
        tracking.createRun(run(RUN, 1));
        Map<String, String> params = new HashMap<>();
        IntStream.range(0, 50).forEach(p -> params.put("param" + p, "x".repeat(500) + p));
        tracking.log(TEAM, RUN, List.of(), params, Map.of());
        Run whole = tracking.run(TEAM, RUN).orElseThrow();
        assertThat(tracking.searchRuns(TEAM, List.of("0"), RunSearch.newest(1))).containsExactly(whole);
        RunSearch byParam =
                new RunSearch(run -> true, run -> run.params().get("param7") != null, true, RunSearch.NEWEST_FIRST, 5);
        assertThat(tracking.searchRuns(TEAM, List.of("0"), byParam)).containsExactly(whole);
    }

    @Test
    void historyPage_late_readsOnlyWhatItGives() {
        tracking.createRun(run(RUN, 1));
        for (int batch = 0; batch < 100; batch++) {
            tracking.log(TEAM, RUN, batch(batch, 1000, 1), Map.of(), Map.of());
        }
        String from = "";
        int read = 0;
        for (int page = 0; page < 4; page++) {
            dynamoDb.reset();
            MetricPage got = tracking.historyPage(TEAM, RUN, "key-0", from, 25_000);
            assertThat(got.points()).hasSize(25_000);
            assertThat(dynamoDb.requests()).as(dynamoDb.toString()).isLessThanOrEqualTo(3);
            read += got.points().size();
            from = String.valueOf(got.next());
        }
        assertThat(read).isEqualTo(100_000);
        assertThat(from).isEqualTo("null");
        dynamoDb.reset();
        assertThat(tracking.sampledHistory(TEAM, RUN, "key-0", null, null, 320)).hasSize(320);
        assertThat(dynamoDb.requests()).as(dynamoDb.toString()).isLessThanOrEqualTo(6);
        dynamoDb.reset();
        tracking.log(TEAM, RUN, batch(7, 1000, 1), Map.of(), Map.of());
        assertThat(dynamoDb.requests()).as(dynamoDb.toString()).isLessThanOrEqualTo(4);
        assertThat(tracking.history(TEAM, RUN, "key-0", 99_990, 25)).hasSize(10);
    }

    @Test
    void log_sixteenWriters_loseAndDoubleNothing() throws Exception {
        tracking.createRun(run(RUN, 1));
        List<Future<Void>> writes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < 160; i++) {
                int step = i % 80;
                writes.add(threads.submit(() -> {
                    tracking.log(TEAM, RUN, batch(step, 20, 2), Map.of(), Map.of("t" + step, "v"));
                    return null;
                }));
            }
        }
        for (Future<Void> write : writes) {
            write.get();
        }
        List<Metric> points = tracking.history(TEAM, RUN, "key-1", 0, 10_000);
        assertThat(points).hasSize(800).doesNotHaveDuplicates();
        assertThat(new HashSet<>(points))
                .containsAll(IntStream.range(0, 80)
                        .boxed()
                        .flatMap(step -> batch(step, 20, 2).stream())
                        .filter(point -> point.key().equals("key-1"))
                        .toList());
        assertThat(tracking.run(TEAM, RUN).orElseThrow().tags()).hasSize(81);
    }

    @Test
    void experiments_threeThousand_areListedInFewRequests() {
        for (int i = 0; i < 3000; i++) {
            tracking.createExperiment(TEAM, "experiment-" + i, null, Map.of());
        }
        dynamoDb.reset();
        assertThat(tracking.experiments(TEAM)).hasSize(3001);
        assertThat(dynamoDb.requests()).as(dynamoDb.toString()).isLessThanOrEqualTo(5);
    }

    private static List<Metric> batch(int number, int points, int keys) {
        return IntStream.range(0, points)
                .mapToObj(i -> new Metric(
                        "key-" + i % keys,
                        1.0 / (1 + number + i),
                        1_700_000_000_000L + number * 1000L + i,
                        (long) number * points + i))
                .toList();
    }

    private static Run run(String id, long start) {
        return new Run(
                TEAM,
                id,
                "0",
                "keen-fox-1",
                "someone",
                "RUNNING",
                start,
                null,
                "s3://artifacts/w/team/mlflow/0/" + id + "/artifacts",
                true,
                Map.of(),
                Map.of(),
                Map.of("mlflow.runName", "keen-fox-1"));
    }
}
