package dev.tidemill.infra;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyDocumentProps;
import software.amazon.awscdk.services.iam.PolicyStatement;

/**
 * What one function or job may touch, and the environment that names it: naming a resource grants it and tells it, so
 * that neither goes without the other. Not thread-safe.
 */
final class Access {
    /** How the partitions begin that hold tokens by hash; no workspace's name begins so. */
    private static final String TOKENS_BY_HASH = "#token#";

    private final Place place;
    private final List<PolicyStatement> statements = new ArrayList<>();
    private final SortedMap<String, String> environment = new TreeMap<>();

    Access(Place place) {
        this.place = place;
    }

    /** Reads objects under prefixes; listing the bucket makes a missing object 404 and not 403. */
    Access reads(StoreBucket bucket, String... prefixes) {
        tell(bucket);
        allow(List.of("s3:GetObject"), objects(bucket, prefixes));
        return allow(List.of("s3:ListBucket"), List.of(place.bucketArn(bucket)));
    }

    Access writes(StoreBucket bucket, String... prefixes) {
        tell(bucket);
        return allow(List.of("s3:PutObject", "s3:AbortMultipartUpload"), objects(bucket, prefixes));
    }

    Access deletes(StoreBucket bucket, String... prefixes) {
        return allow(List.of("s3:DeleteObject"), objects(bucket, prefixes));
    }

    Access reads(StoreTable table) {
        return table(table, List.of("dynamodb:GetItem", "dynamodb:BatchGetItem"));
    }

    /** Reads and writes, also in transactions. */
    Access changes(StoreTable table) {
        return table(
                table,
                List.of(
                        "dynamodb:GetItem",
                        "dynamodb:BatchGetItem",
                        "dynamodb:PutItem",
                        "dynamodb:UpdateItem",
                        "dynamodb:DeleteItem",
                        "dynamodb:BatchWriteItem",
                        "dynamodb:ConditionCheckItem"));
    }

    /** Reads the Iceberg tables: the catalog and their files. */
    Access readsTables() {
        catalog(List.of("glue:GetDatabase", "glue:GetTable", "glue:GetTables"));
        return reads(StoreBucket.LAKE, "w/*/iceberg/*");
    }

    /** Creates Iceberg tables and commits to them. */
    Access commitsTables() {
        catalog(List.of(
                "glue:GetDatabase",
                "glue:CreateDatabase",
                "glue:GetTable",
                "glue:GetTables",
                "glue:CreateTable",
                "glue:UpdateTable"));
        return reads(StoreBucket.LAKE, "w/*/iceberg/*")
                .writes(StoreBucket.LAKE, "w/*/iceberg/*")
                .deletes(StoreBucket.LAKE, "w/*/iceberg/*");
    }

    Access starts(String... workflows) {
        tell("TIDEMILL_STATE_MACHINE_PREFIX", place.machinePrefix());
        return allow(List.of("states:StartExecution"), machines(workflows));
    }

    /** Completes or fails tasks that wait under a token. */
    Access answersTasks(List<String> actions, String... workflows) {
        tell("TIDEMILL_STATE_MACHINE_PREFIX", place.machinePrefix());
        return allow(actions, machines(workflows));
    }

    /** Reads the items that are found by the hash of a token's secret, and no other item of their table. */
    Access readsTokens() {
        tell(StoreTable.LIFECYCLE.variable(), StoreTable.LIFECYCLE.tableName());
        statements.add(PolicyStatement.Builder.create()
                .actions(List.of("dynamodb:GetItem"))
                .resources(List.of(place.tableArn(StoreTable.LIFECYCLE)))
                .conditions(new TreeMap<>(Map.of(
                        "ForAllValues:StringLike", Map.of("dynamodb:LeadingKeys", List.of(TOKENS_BY_HASH + "*")),
                        "Null", Map.of("dynamodb:LeadingKeys", "false"))))
                .build());
        return this;
    }

    /** Writes events for the outbox, and no other item of their table. */
    Access writesOutbox() {
        tell(StoreTable.LIFECYCLE.variable(), StoreTable.LIFECYCLE.tableName());
        return partitions(StoreTable.LIFECYCLE, List.of("dynamodb:PutItem"), "*#outbox#*");
    }

    /** Lists the webhooks of the tracking table, and reads no other item of it. */
    Access readsWebhooks() {
        tell(StoreTable.TRACKING.variable(), StoreTable.TRACKING.tableName());
        return partitions(StoreTable.TRACKING, List.of("dynamodb:Query"), "*#webhooks");
    }

    /** Reads and writes which webhooks were told of which events, and no other item of the tracking table. */
    Access recordsDeliveries() {
        tell(StoreTable.TRACKING.variable(), StoreTable.TRACKING.tableName());
        return partitions(StoreTable.TRACKING, List.of("dynamodb:Query", "dynamodb:PutItem"), "*#told");
    }

    private Access partitions(StoreTable table, List<String> actions, String keys) {
        statements.add(PolicyStatement.Builder.create()
                .actions(actions)
                .resources(List.of(place.tableArn(table)))
                .conditions(new TreeMap<>(Map.of(
                        "ForAllValues:StringLike", Map.of("dynamodb:LeadingKeys", List.of(keys)),
                        "Null", Map.of("dynamodb:LeadingKeys", "false"))))
                .build());
        return this;
    }

    Access watchesExecutions(List<String> actions) {
        return allow(actions, List.of(place.arn("states", "execution:tidemill-*:*")));
    }

    Access readsLogs(String... groups) {
        return allow(
                List.of("logs:FilterLogEvents"),
                Stream.of(groups)
                        .map(group -> place.arn("logs", "log-group:" + group + ":*"))
                        .toList());
    }

    Access allow(List<String> actions, List<String> resources) {
        statements.add(PolicyStatement.Builder.create()
                .actions(actions)
                .resources(resources)
                .build());
        return this;
    }

    Access allow(Unscoped unscoped) {
        statements.add(PolicyStatement.Builder.create()
                .sid(unscoped.sid())
                .actions(unscoped.actions())
                .resources(List.of("*"))
                .build());
        return this;
    }

    Access tell(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Map<String, String> environment() {
        return Collections.unmodifiableSortedMap(environment);
    }

    PolicyDocument policy() {
        return new PolicyDocument(
                PolicyDocumentProps.builder().statements(statements).build());
    }

    private void tell(StoreBucket bucket) {
        tell(bucket.variable(), place.bucket(bucket));
    }

    private Access table(StoreTable table, List<String> actions) {
        tell(table.variable(), table.tableName());
        String arn = place.tableArn(table);
        allow(actions, List.of(arn));
        List<String> queried = table.sorted() ? List.of(arn, arn + "/index/gsi1") : List.of(arn);
        return allow(List.of("dynamodb:Query"), queried);
    }

    private void catalog(List<String> actions) {
        tell("TIDEMILL_GLUE_CATALOG", place.account());
        allow(
                actions,
                List.of(
                        place.arn("glue", "catalog"),
                        place.arn("glue", "database/tidemill_*"),
                        place.arn("glue", "table/tidemill_*/*")));
    }

    private List<String> objects(StoreBucket bucket, String... prefixes) {
        return Stream.of(prefixes)
                .map(prefix -> place.bucketArn(bucket) + "/" + prefix)
                .toList();
    }

    private List<String> machines(String... workflows) {
        return Stream.of(workflows).map(place::machineArn).toList();
    }
}
