package dev.tidemill.aws.dynamodb;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/** A client that counts its requests by kind, each page of a query for itself. */
final class CountingDynamoDb {
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final DoubleAdder queryUnits = new DoubleAdder();
    final DynamoDbClient client;

    CountingDynamoDb(DynamoDbClient counted) {
        client = (DynamoDbClient) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DynamoDbClient.class}, (proxy, method, arguments) -> {
                    if (arguments != null && arguments.length == 1 && arguments[0] instanceof Consumer) {
                        // Makes the request, then calls again with it.
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    if (arguments != null && arguments.length == 1 && arguments[0] instanceof DynamoDbRequest) {
                        counts.merge(arguments[0].getClass().getSimpleName(), 1, Integer::sum);
                    }
                    try {
                        if (arguments != null
                                && arguments.length == 1
                                && method.getName().equals("query")
                                && arguments[0] instanceof QueryRequest query) {
                            QueryResponse answer = counted.query(query.toBuilder()
                                    .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                                    .build());
                            queryUnits.add(answer.consumedCapacity().capacityUnits());
                            return answer;
                        }
                        return method.invoke(counted, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    void reset() {
        counts.clear();
        queryUnits.reset();
    }

    int requests() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Read units of the queries. */
    double queryUnits() {
        return queryUnits.sum();
    }

    int writes() {
        return counts.entrySet().stream()
                .filter(count -> count.getKey().startsWith("Put")
                        || count.getKey().startsWith("Update")
                        || count.getKey().startsWith("TransactWrite")
                        || count.getKey().startsWith("BatchWrite"))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    @Override
    public String toString() {
        return new TreeMap<>(counts).toString();
    }
}
