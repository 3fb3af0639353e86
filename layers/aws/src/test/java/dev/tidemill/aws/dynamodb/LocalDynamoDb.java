package dev.tidemill.aws.dynamodb;

import com.amazonaws.services.dynamodbv2.local.embedded.DynamoDBEmbedded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** DynamoDB Local inside the test's JVM, started once; each test gets a table of its own. */
final class LocalDynamoDb {
    /** Tries again at once instead of sleeping. */
    static final Backoff BACKOFF = new Backoff(nanos -> Thread.onSpinWait());

    static final DynamoDbClient CLIENT = DynamoDBEmbedded.create().dynamoDbClient();

    private static final AtomicInteger TABLES = new AtomicInteger();

    private LocalDynamoDb() {}

    /** Makes an empty table with both keys and the index, and gives its name. */
    static String table() {
        String name = "table-" + TABLES.incrementAndGet();
        CLIENT.createTable(create(name, "pk", "sk", "gsi1pk", "gsi1sk")
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName("gsi1")
                        .keySchema(keys("gsi1pk", "gsi1sk"))
                        .projection(projection -> projection.projectionType(ProjectionType.ALL))
                        .build())
                .build());
        return name;
    }

    /** Makes an empty table with a partition key only, and gives its name. */
    static String unsortedTable() {
        String name = "table-" + TABLES.incrementAndGet();
        CLIENT.createTable(create(name, "pk").build());
        return name;
    }

    private static CreateTableRequest.Builder create(String name, String... attributes) {
        List<AttributeDefinition> definitions = new ArrayList<>();
        for (String attribute : attributes) {
            definitions.add(AttributeDefinition.builder()
                    .attributeName(attribute)
                    .attributeType(ScalarAttributeType.S)
                    .build());
        }
        return CreateTableRequest.builder()
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(definitions)
                .keySchema(attributes.length == 1 ? keys("pk") : keys("pk", "sk"));
    }

    private static List<KeySchemaElement> keys(String... names) {
        List<KeySchemaElement> keys = new ArrayList<>();
        for (String name : names) {
            keys.add(KeySchemaElement.builder()
                    .attributeName(name)
                    .keyType(keys.isEmpty() ? KeyType.HASH : KeyType.RANGE)
                    .build());
        }
        return keys;
    }
}
