package dev.tidemill.load;

import dev.tidemill.aws.dynamodb.DynamoDbTracking;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.tracking.Metric;
import dev.tidemill.core.tracking.Run;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Runs of twenty metrics and twenty params, written and searched through the store's adapter, whose requests and read
 * units are counted.
 */
final class TrackedRuns {
    private static final int KEYS = 20;
    private static final int BATCH = 25;
    private static final int TOGETHER = 1000;
    private static final int BYTES_OF_A_UNIT = 4096;

    private final DynamoDbClient client;
    private final String table;
    private final AtomicInteger requests = new AtomicInteger();
    private final LongAdder units = new LongAdder();
    private final List<Map<String, AttributeValue>> rows = new ArrayList<>();
    private final Map<Map<String, AttributeValue>, GetItemResponse> experiments = new HashMap<>();
    final DynamoDbTracking tracking;

    TrackedRuns(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
        this.tracking = tracking(this::count);
    }

    /** Read requests since the last reset. */
    int requests() {
        return requests.get();
    }

    /**
     * Read units of the queries since the last reset, by DynamoDB's rule for strongly consistent reads: a unit for each
     * 4 KiB that a request reads. The emulator counts one a request.
     */
    long units() {
        return units.sum();
    }

    void reset() {
        requests.set(0);
        units.reset();
    }

    String experiment(String name) {
        return tracking.createExperiment(Workspace.DEFAULT, name + "-" + System.nanoTime(), null, Map.of())
                .id();
    }

    /** Stores whole runs, four at a time. */
    void create(String experiment, int runs) {
        Random random = new Random(7);
        List<Run> all = IntStream.range(0, runs)
                .mapToObj(number -> run(experiment, number, random))
                .toList();
        all.parallelStream().forEach(tracking::createRun);
    }

    /**
     * Stores what searches read of runs, and not the runs themselves.
     *
     * @param after what is done after every thousand
     */
    void createRows(String experiment, int runs, Runnable after) {
        DynamoDbTracking keeping = tracking(this::keep);
        Random random = new Random(7);
        for (int number = 0; number < runs; number++) {
            keeping.createRun(run(experiment, number, random));
            if (rows.size() == TOGETHER || number == runs - 1) {
                flush();
                after.run();
            }
        }
    }

    private void flush() {
        List<WriteRequest> writes = rows.stream()
                .map(row ->
                        WriteRequest.builder().putRequest(put -> put.item(row)).build())
                .toList();
        for (int from = 0; from < writes.size(); from += BATCH) {
            List<WriteRequest> some = writes.subList(from, Math.min(writes.size(), from + BATCH));
            client.batchWriteItem(BatchWriteItemRequest.builder()
                    .requestItems(Map.of(table, some))
                    .build());
        }
        rows.clear();
    }

    private Optional<Object> keep(Object request) {
        if (request instanceof TransactWriteItemsRequest transaction) {
            transaction.transactItems().stream()
                    .map(item -> item.put().item())
                    .filter(item -> item.getOrDefault("sk", AttributeValue.fromS(""))
                            .s()
                            .startsWith("run#"))
                    .forEach(rows::add);
            return Optional.of(TransactWriteItemsResponse.builder().build());
        }
        if (request instanceof GetItemRequest read) {
            // The experiment, which does not change meanwhile.
            return Optional.of(experiments.computeIfAbsent(read.key(), key -> client.getItem(read)));
        }
        return Optional.empty();
    }

    private Optional<Object> count(Object request) {
        requests.incrementAndGet();
        if (request instanceof QueryRequest query) {
            QueryResponse answer = client.query(query);
            long bytes = answer.items().stream().mapToLong(TrackedRuns::bytes).sum();
            units.add(Math.ceilDiv(Math.max(1, bytes), BYTES_OF_A_UNIT));
            return Optional.of(answer);
        }
        return Optional.empty();
    }

    private static long bytes(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .mapToLong(attribute -> attribute.getKey().length() + bytes(attribute.getValue()))
                .sum();
    }

    /** Of those types of which rows have attributes. */
    private static long bytes(AttributeValue value) {
        return switch (value.type()) {
            case S -> value.s().length();
            case N -> value.n().length() / 2 + 2L;
            case B -> value.b().asByteArrayUnsafe().length;
            default -> 1;
        };
    }

    /**
     * @param hook gives the answer of a request; empty to send it as it is
     */
    private DynamoDbTracking tracking(Function<Object, Optional<Object>> hook) {
        DynamoDbClient hooked = (DynamoDbClient) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DynamoDbClient.class}, (proxy, method, arguments) -> {
                    if (arguments == null || arguments.length != 1) {
                        return method.invoke(client, arguments);
                    }
                    if (arguments[0] instanceof Consumer) {
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    try {
                        Optional<Object> answer = hook.apply(arguments[0]);
                        return answer.isPresent() ? answer.get() : method.invoke(client, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return new DynamoDbTracking(hooked, table, "s3://artifacts", InstantSource.system());
    }

    private static Run run(String experiment, int number, Random random) {
        String id = "%016x%016x".formatted(random.nextLong(), random.nextLong() ^ System.nanoTime());
        long start = TrackingRate.TIME + number;
        return new Run(
                Workspace.DEFAULT,
                id,
                experiment,
                "keen-fox-" + number,
                "load",
                "FINISHED",
                start,
                start + 5,
                "s3://artifacts/w/default/mlflow/" + experiment + "/" + id + "/artifacts",
                true,
                IntStream.range(0, KEYS)
                        .mapToObj(key -> new Metric("metric" + key, random.nextDouble(), TrackingRate.TIME, 1))
                        .collect(Collectors.toMap(Metric::key, Function.identity())),
                IntStream.range(0, KEYS)
                        .boxed()
                        .collect(Collectors.toMap(key -> "param" + key, key -> "value" + random.nextInt(1000))),
                Map.of("mlflow.source.name", "train.py", "mlflow.runName", "keen-fox-" + number));
    }
}
