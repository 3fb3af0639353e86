package dev.tidemill.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.tracking.Metric;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.RunSearch;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What searches of packed runs cost in requests and read units. */
class SearchCostTest {
    private static final Workspace TEAM = new Workspace("team");
    private static final long TIME = 1_700_000_000_000L;
    private static final int RUNS = 4000;
    private static final Comparator<Run> BY_METRIC =
            Comparator.comparingDouble(SearchCostTest::metric).thenComparing(Run::id);

    private final CountingDynamoDb dynamoDb = new CountingDynamoDb(LocalDynamoDb.CLIENT);
    private final DynamoDbTracking tracking = new DynamoDbTracking(
            dynamoDb.client,
            LocalDynamoDb.table(),
            "s3://artifacts",
            () -> Instant.ofEpochMilli(TIME),
            LocalDynamoDb.BACKOFF);

    @Test
    void searchRuns_packed_costsLittle() {
        fill();
        dynamoDb.reset();
        List<Run> best = search(BY_METRIC, false);
        double loose = dynamoDb.queryUnits();
        assertThat(dynamoDb.writes()).as(dynamoDb.toString()).isPositive();
        for (int i = 0; i < 4; i++) {
            search(BY_METRIC, false);
        }
        dynamoDb.reset();
        assertThat(search(BY_METRIC, false)).isEqualTo(best);
        assertThat(dynamoDb.requests()).as(dynamoDb.toString()).isLessThanOrEqualTo(17);
        assertThat(dynamoDb.writes()).isZero();
        assertThat(dynamoDb.queryUnits()).as("of all runs, before %s", loose).isLessThan(loose / 2);
        dynamoDb.reset();
        assertThat(search(RunSearch.NEWEST_FIRST, true))
                .extracting(Run::startTime)
                .isEqualTo(newest(100));
        assertThat(dynamoDb.requests()).as(dynamoDb.toString()).isLessThanOrEqualTo(17);
        assertThat(dynamoDb.queryUnits())
                .as("of the newest runs, before %s", loose)
                .isLessThan(loose / 5);
        dynamoDb.reset();
        assertThat(tracking.searchRuns(TEAM, List.of("0"), RunSearch.newest(1000)))
                .extracting(Run::startTime)
                .isEqualTo(newest(1000));
        assertThat(dynamoDb.requests()).as(dynamoDb.toString()).isLessThanOrEqualTo(20);
    }

    private static List<Long> newest(int runs) {
        return IntStream.range(0, runs).mapToObj(i -> TIME + RUNS - 1 - i).toList();
    }

    private List<Run> search(Comparator<Run> order, boolean newestFirst) {
        return tracking.searchRuns(
                TEAM,
                List.of("0"),
                new RunSearch(run -> true, run -> metric(run) >= 0, true, Set.of("metric3"), order, newestFirst, 100));
    }

    private static double metric(Run run) {
        return run.metrics()
                .getOrDefault("metric3", new Metric("metric3", -1, 0, 0))
                .value();
    }

    private void fill() {
        tracking.experiment(TEAM, "0");
        Random random = new Random(3);
        List<Run> runs = IntStream.range(0, RUNS).mapToObj(i -> run(i, random)).toList();
        runs.parallelStream().forEach(tracking::createRun);
    }

    private static Run run(int number, Random random) {
        String id = "%016x%016x".formatted(random.nextLong(), random.nextLong());
        long start = TIME + number;
        return new Run(
                TEAM,
                id,
                "0",
                "keen-fox-" + number,
                "someone",
                "FINISHED",
                start,
                start + 5,
                "s3://artifacts/w/team/mlflow/0/" + id + "/artifacts",
                true,
                IntStream.range(0, 20)
                        .mapToObj(key -> new Metric("metric" + key, random.nextDouble(), start, 1))
                        .collect(Collectors.toMap(Metric::key, Function.identity())),
                IntStream.range(0, 20)
                        .boxed()
                        .collect(Collectors.toMap(key -> "param" + key, key -> "value" + random.nextInt(1000))),
                Map.of("mlflow.runName", "keen-fox-" + number));
    }
}
