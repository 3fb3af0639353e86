package dev.tidemill.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.tracking.Metric;
import dev.tidemill.core.tracking.MetricPage;
import dev.tidemill.core.tracking.Run;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A run of very many points is read in pages and samples of bounded cost: {@code -Dtidemill.points=1000000}. */
class ManyPointsTest {
    private static final Workspace TEAM = new Workspace("team");
    private static final String RUN = "0123456789abcdef0123456789abcdef";
    private static final int POINTS = Integer.getInteger("tidemill.points", 60_000);
    private static final int BATCH = 1000;
    private static final int PAGE = 25_000;
    private static final int SAMPLE = 320;

    private final CountingDynamoDb dynamoDb = new CountingDynamoDb(LocalDynamoDb.CLIENT);
    private final DynamoDbTracking tracking = new DynamoDbTracking(
            dynamoDb.client, LocalDynamoDb.table(), "s3://artifacts", InstantSource.system(), LocalDynamoDb.BACKOFF);

    @Test
    void points_veryMany_areReadByPagesAndSampled() {
        fill();
        int most = 0;
        int next = 0;
        String from = "";
        long begin = System.nanoTime();
        do {
            dynamoDb.reset();
            MetricPage page = tracking.historyPage(TEAM, RUN, "loss", from, PAGE);
            most = Math.max(most, dynamoDb.requests());
            for (Metric point : page.points()) {
                assertThat(point.step()).isEqualTo(next++);
            }
            from = page.next();
        } while (from != null);
        tell("pages of " + PAGE + ", at most " + most + " requests each", begin);
        assertThat(next).isEqualTo(POINTS);
        assertThat(most).isLessThanOrEqualTo(3);
        dynamoDb.reset();
        begin = System.nanoTime();
        List<Metric> sample = tracking.sampledHistory(TEAM, RUN, "loss", null, null, SAMPLE);
        tell("a sample, " + dynamoDb.requests() + " requests", begin);
        assertThat(sample).hasSize(SAMPLE).first().extracting(Metric::step).isEqualTo(0L);
        assertThat(sample).last().extracting(Metric::step).isEqualTo(POINTS - 1L);
        assertThat(dynamoDb.requests()).as(dynamoDb.toString()).isLessThanOrEqualTo(20);
        dynamoDb.reset();
        long middle = POINTS / 2;
        begin = System.nanoTime();
        assertThat(tracking.sampledHistory(TEAM, RUN, "loss", middle, middle + 99, SAMPLE))
                .hasSize(100);
        tell("a part of 100 steps, " + dynamoDb.requests() + " requests", begin);
        assertThat(dynamoDb.requests()).as(dynamoDb.toString()).isLessThanOrEqualTo(4);
    }

    private void fill() {
        tracking.createRun(new Run(
                TEAM,
                RUN,
                "0",
                "keen-fox-1",
                "someone",
                "RUNNING",
                1,
                null,
                "s3://artifacts/" + RUN,
                true,
                Map.of(),
                Map.of(),
                Map.of()));
        long begin = System.nanoTime();
        int most = 0;
        for (int first = 0; first < POINTS; first += BATCH) {
            dynamoDb.reset();
            tracking.log(
                    TEAM,
                    RUN,
                    IntStream.range(first, first + BATCH)
                            .mapToObj(step -> new Metric("loss", 1.0 / (1 + step), 1_700_000_000_000L + step, step))
                            .toList(),
                    Map.of(),
                    Map.of());
            most = Math.max(most, dynamoDb.requests());
        }
        tell("written, at most " + most + " requests a batch", begin);
        assertThat(most).isLessThanOrEqualTo(3);
    }

    private static void tell(String what, long begin) {
        System.out.println(POINTS + " points: " + what + ": " + (System.nanoTime() - begin) / 1_000_000 + " ms");
    }
}
