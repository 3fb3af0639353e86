package dev.tidemill.aws.dynamodb;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** A client whose batch reads answer only so many keys and leave the others unprocessed, as a throttled table does. */
final class ThrottledDynamoDb {
    private ThrottledDynamoDb() {}

    static DynamoDbClient of(DynamoDbClient real, int most) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                ThrottledDynamoDb.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, args) -> {
                    try {
                        if (method.getName().equals("batchGetItem") && args[0] instanceof BatchGetItemRequest request) {
                            return batch(real, request, most);
                        }
                        // so that a paginator asks this client and not the real one
                        return method.isDefault() && method.getName().endsWith("Paginator")
                                ? InvocationHandler.invokeDefault(proxy, method, args)
                                : method.invoke(real, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static BatchGetItemResponse batch(DynamoDbClient real, BatchGetItemRequest request, int most) {
        Map.Entry<String, KeysAndAttributes> table =
                request.requestItems().entrySet().iterator().next();
        List<Map<String, AttributeValue>> keys = table.getValue().keys();
        int now = Math.min(most, keys.size());
        BatchGetItemResponse answer = real.batchGetItem(request.toBuilder()
                .requestItems(Map.of(
                        table.getKey(),
                        table.getValue().toBuilder().keys(keys.subList(0, now)).build()))
                .build());
        if (now == keys.size()) {
            return answer;
        }
        KeysAndAttributes left = table.getValue().toBuilder()
                .keys(keys.subList(now, keys.size()))
                .build();
        return answer.toBuilder().unprocessedKeys(Map.of(table.getKey(), left)).build();
    }
}
