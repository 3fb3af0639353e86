package dev.tidemill.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.tracking.Metric;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.RunSearch;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/** Searches find every run once and as new as it was when they began, whatever is written and packed meanwhile. */
class RunPackingTest {
    private static final Workspace TEAM = new Workspace("team");
    private static final long TIME = 1_700_000_000_000L;
    private static final RunPacker.Sizes SMALL = new RunPacker.Sizes(5, 1);
    private static final Comparator<Run> BY_TAG =
            Comparator.comparingLong(RunPackingTest::number).thenComparing(Run::id);

    private final String table = LocalDynamoDb.table();
    private final AtomicLong millis = new AtomicLong(TIME);
    private final DynamoDbTracking writer = tracking(LocalDynamoDb.CLIENT, 0);
    private final Map<String, Long> written = new ConcurrentHashMap<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void searchRuns_whileOthersWritePackAndDie_findsEachRunOnceAndNew(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            create(random);
        }
        DynamoDbTracking searcher = tracking(
                disturbed(random, () -> {
                    switch (random.nextInt(5)) {
                        case 0 -> create(random);
                        case 1, 2 -> write(random);
                        case 3 -> search(tracking(LocalDynamoDb.CLIENT, 3_600_000), random);
                        default -> search(tracking(dying(random), 3_600_000), random);
                    }
                }),
                3_600_000);
        for (int i = 0; i < 15; i++) {
            search(searcher, random);
        }
        DynamoDbTracking quiet = tracking(LocalDynamoDb.CLIENT, 7_200_000);
        for (int i = 0; i < 30; i++) {
            search(quiet, random);
        }
        assertThat(quiet.searchRuns(TEAM, List.of("0"), RunSearch.newest(10_000)))
                .containsExactlyInAnyOrderElementsOf(written.keySet().stream()
                        .map(id -> writer.run(TEAM, id).orElseThrow())
                        .toList())
                .allSatisfy(run -> assertThat(number(run)).isEqualTo(written.get(run.id())));
        List<String> packed = packedIds();
        assertThat(packed).doesNotHaveDuplicates().hasSizeGreaterThan(written.size() / 2);
        assertThat(written.keySet()).containsAll(packed);
    }

    @Test
    void searchRuns_runWrittenAfterItWasPacked_isTheNewOne() {
        Random random = new Random(1);
        for (int i = 0; i < 80; i++) {
            create(random);
        }
        DynamoDbTracking packer = tracking(LocalDynamoDb.CLIENT, 3_600_000);
        packer.searchRuns(TEAM, List.of("0"), RunSearch.newest(100));
        String id = packedIds().getFirst();
        writer.log(TEAM, id, List.of(new Metric("m", 2, 2, 2)), Map.of("p", "v"), Map.of());
        writer.updateRun(TEAM, id, "FINISHED", TIME + 9, null);
        assertThat(packer.searchRuns(TEAM, List.of("0"), RunSearch.newest(100)))
                .filteredOn(run -> run.id().equals(id))
                .containsExactly(writer.run(TEAM, id).orElseThrow());
        writer.deleteRun(TEAM, id);
        RunSearch active = new RunSearch(Run::active, run -> true, false, RunSearch.NEWEST_FIRST, 100);
        for (int i = 0; i < 3; i++) {
            assertThat(packer.searchRuns(TEAM, List.of("0"), active))
                    .hasSize(79)
                    .noneMatch(run -> run.id().equals(id));
        }
        writer.restoreRun(TEAM, id);
        assertThat(packer.searchRuns(TEAM, List.of("0"), active)).hasSize(80);
    }

    @Test
    void searchRuns_experimentDeletedAndRestored_packedRunsFollow() {
        String experiment =
                writer.createExperiment(TEAM, "packed", null, Map.of()).id();
        for (int i = 0; i < 100; i++) {
            writer.createRun(run("%032x".formatted(i), experiment, i));
        }
        DynamoDbTracking packer = tracking(LocalDynamoDb.CLIENT, 3_600_000);
        packer.searchRuns(TEAM, List.of(experiment), RunSearch.newest(100));
        writer.deleteRun(TEAM, "%032x".formatted(1));
        writer.deleteExperiment(TEAM, experiment);
        RunSearch active = new RunSearch(Run::active, run -> true, false, RunSearch.NEWEST_FIRST, 100);
        assertThat(packer.searchRuns(TEAM, List.of(experiment), active)).isEmpty();
        writer.restoreExperiment(TEAM, experiment);
        assertThat(packer.searchRuns(TEAM, List.of(experiment), active)).hasSize(100);
        assertThat(packedIds()).hasSizeGreaterThan(50);
    }

    private void create(Random random) {
        // In two of the eight partitions, so that segments form early.
        String id;
        do {
            id = "%016x%016x".formatted(random.nextLong(), random.nextLong());
        } while (Math.floorMod(id.hashCode(), SearchRows.SHARDS) > 1);
        writer.createRun(run(id, "0", TIME + random.nextInt(50)));
        written.put(id, 0L);
        millis.addAndGet(2000);
    }

    private void write(Random random) {
        List<String> ids = List.copyOf(written.keySet());
        String id = ids.get(random.nextInt(ids.size()));
        long number = millis.addAndGet(random.nextInt(3) == 0 ? 10 : 2000);
        writer.log(TEAM, id, List.of(), Map.of(), Map.of("n", Long.toString(number)));
        // Another writer may have been later: then its number is not told and the run may have either.
        written.merge(id, number, Math::max);
    }

    private void search(DynamoDbTracking tracking, Random random) {
        Map<String, Long> before = new HashMap<>(written);
        RunSearch search = anySearch(random);
        List<Run> found = tracking.searchRuns(TEAM, List.of("0"), search);
        assertThat(found).doesNotHaveDuplicates().isSortedAccordingTo(search.order());
        Map<String, Run> byId = found.stream().collect(Collectors.toMap(Run::id, run -> run));
        byId.forEach((id, run) -> assertThat(number(run)).isGreaterThanOrEqualTo(before.getOrDefault(id, 0L)));
        Run last = found.isEmpty() ? null : found.getLast();
        assertThat(before.keySet())
                .filteredOn(id -> found.size() < search.limit()
                        || search.order().compare(writer.run(TEAM, id).orElseThrow(), last) <= 0)
                .allSatisfy(id -> assertThat(byId).containsKey(id));
    }

    private static RunSearch anySearch(Random random) {
        int limit = random.nextBoolean() ? 10_000 : 1 + random.nextInt(60);
        return switch (random.nextInt(3)) {
            case 0 -> new RunSearch(r -> true, r -> true, true, Set.of("n"), RunSearch.NEWEST_FIRST, true, limit);
            case 1 -> new RunSearch(r -> true, r -> true, true, Set.of("n"), BY_TAG, false, 10_000);
            default -> RunSearch.newest(limit);
        };
    }

    private static long number(Run run) {
        return Long.parseLong(run.tags().getOrDefault("n", "0"));
    }

    private List<String> packedIds() {
        List<String> ids = new ArrayList<>();
        LocalDynamoDb.CLIENT
                .scanPaginator(request -> request.tableName(table))
                .items()
                .forEach(item -> {
                    String sk = Table.text(item, Table.SK);
                    if (sk.startsWith(SearchSegment.PREFIX)) {
                        SearchSegment.read(
                                        sk,
                                        1,
                                        item.getOrDefault(SearchRows.PACKED, AttributeValue.fromNul(true))
                                                .b())
                                .rows()
                                .forEach(row -> ids.add(row.id()));
                    }
                });
        return ids;
    }

    /** Queries give three items a page, and something happens before each and before each transaction. */
    private static DynamoDbClient disturbed(Random random, Runnable disturbance) {
        return client(request -> {
            if (request instanceof QueryRequest || request instanceof TransactWriteItemsRequest) {
                synchronized (random) {
                    disturbance.run();
                }
            }
            return request instanceof QueryRequest query
                    ? query.toBuilder().limit(3).build()
                    : request;
        });
    }

    /** Ends before a writing, once in three. */
    private static DynamoDbClient dying(Random random) {
        return client(request -> {
            if (request instanceof TransactWriteItemsRequest && random.nextInt(3) == 0) {
                throw SdkClientException.create("killed");
            }
            return request;
        });
    }

    private interface Before {
        Object call(Object request);
    }

    private static DynamoDbClient client(Before before) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                RunPackingTest.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> {
                    try {
                        if (arguments != null
                                && arguments.length == 1
                                && !(arguments[0] instanceof java.util.function.Consumer)) {
                            return method.invoke(LocalDynamoDb.CLIENT, before.call(arguments[0]));
                        }
                        if (arguments != null && method.isDefault()) {
                            return InvocationHandler.invokeDefault(proxy, method, arguments);
                        }
                        return method.invoke(LocalDynamoDb.CLIENT, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private DynamoDbTracking tracking(DynamoDbClient client, long later) {
        return new DynamoDbTracking(
                client,
                table,
                "s3://artifacts",
                () -> Instant.ofEpochMilli(millis.get() + later),
                LocalDynamoDb.BACKOFF,
                SMALL);
    }

    private static Run run(String id, String experiment, long start) {
        return new Run(
                TEAM,
                id,
                experiment,
                "keen-fox-1",
                "someone",
                "RUNNING",
                start,
                null,
                "s3://artifacts/" + id + "/artifacts",
                true,
                Map.of(),
                Map.of(),
                Map.of());
    }
}
