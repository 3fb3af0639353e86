package dev.tidemill.infra;

import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.StreamViewType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.amazon.awscdk.services.ecr.CfnRepository;
import software.amazon.awscdk.services.glue.CfnDatabase;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/** What must outlive every other stack: buckets, tables, the catalog's database, the trainer's image repository. */
public final class DataStack extends Stack {
    private static final Duration KEPT_AFTER_DELETE = Duration.days(30);

    private final Settings settings;
    private final Place place;
    private final Optional<Key> key;
    private final Table lifecycle;

    public DataStack(Construct scope, String id, DataStackProps props) {
        super(scope, id);
        this.settings = props.settings();
        this.place = props.place();
        this.key = settings.customerKeys() ? Optional.of(customerKey()) : Optional.empty();
        for (StoreBucket bucket : StoreBucket.values()) {
            bucket(bucket);
        }
        table(StoreTable.FEATURES);
        table(StoreTable.TRACKING);
        table(StoreTable.REGISTRY);
        this.lifecycle = table(StoreTable.LIFECYCLE);
        CfnDatabase.Builder.create(this, "DefaultWorkspace")
                .catalogId(place.account())
                .databaseInput(CfnDatabase.DatabaseInputProperty.builder()
                        .name("tidemill_default")
                        .description("Iceberg tables of the workspace default")
                        .build())
                .build();
        trainerRepository();
    }

    /** The customer key; empty where AWS's own keys encrypt. */
    Optional<Key> key() {
        return key;
    }

    /** ARN of the stream that the outbox is published from. */
    String outboxStreamArn() {
        return Optional.ofNullable(lifecycle.getTableStreamArn()).orElseThrow();
    }

    private Key customerKey() {
        Key made = Key.Builder.create(this, "Key")
                .alias("alias/tidemill")
                .description("Tidemill: buckets, tables and queues")
                .enableKeyRotation(true)
                .removalPolicy(removal())
                .build();
        // EventBridge writes to the dead-letter queue as itself, not by a role.
        made.addToResourcePolicy(PolicyStatement.Builder.create()
                .principals(List.of(new ServicePrincipal("events.amazonaws.com")))
                .actions(List.of("kms:Decrypt", "kms:GenerateDataKey"))
                .resources(List.of("*"))
                .build());
        return made;
    }

    private RemovalPolicy removal() {
        return settings.loopback() ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
    }

    private void bucket(StoreBucket store) {
        Bucket.Builder builder = Bucket.Builder.create(this, title(store.word()) + "Bucket")
                .bucketName(place.bucket(store))
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .enforceSsl(true)
                .versioned(true)
                .lifecycleRules(List.of(LifecycleRule.builder()
                        .id("forget-deleted-and-unfinished")
                        .noncurrentVersionExpiration(KEPT_AFTER_DELETE)
                        .expiredObjectDeleteMarker(true)
                        .abortIncompleteMultipartUploadAfter(Duration.days(7))
                        .build()))
                .removalPolicy(removal());
        key.ifPresentOrElse(
                k -> builder.encryption(BucketEncryption.KMS).encryptionKey(k).bucketKeyEnabled(true),
                () -> builder.encryption(BucketEncryption.S3_MANAGED));
        builder.build();
        output(title(store.word()) + "Bucket", place.bucket(store));
    }

    private Table table(StoreTable store) {
        Table.Builder builder = Table.Builder.create(this, title(store.word()) + "Table")
                .tableName(store.tableName())
                .partitionKey(key("pk"))
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .pointInTimeRecoverySpecification(PointInTimeRecoverySpecification.builder()
                        .pointInTimeRecoveryEnabled(true)
                        .build())
                .timeToLiveAttribute("ttl")
                .deletionProtection(!settings.loopback())
                .removalPolicy(removal());
        if (store.sorted()) {
            builder.sortKey(key("sk"));
        }
        if (store == StoreTable.LIFECYCLE) {
            builder.stream(StreamViewType.NEW_IMAGE);
        }
        key.ifPresent(k -> builder.encryption(TableEncryption.CUSTOMER_MANAGED).encryptionKey(k));
        Table table = builder.build();
        if (store.sorted()) {
            table.addGlobalSecondaryIndex(GlobalSecondaryIndexProps.builder()
                    .indexName("gsi1")
                    .partitionKey(key("gsi1pk"))
                    .sortKey(key("gsi1sk"))
                    .projectionType(ProjectionType.ALL)
                    .build());
        }
        output(title(store.word()) + "Table", store.tableName());
        return table;
    }

    private static Attribute key(String name) {
        return Attribute.builder().name(name).type(AttributeType.STRING).build();
    }

    /** Images are referred to by digest; those that no deployment names any more are dropped after a while. */
    private void trainerRepository() {
        CfnRepository repository = CfnRepository.Builder.create(this, "TrainerRepository")
                .repositoryName(TrainingStack.REPOSITORY)
                .imageTagMutability("IMMUTABLE")
                .imageScanningConfiguration(CfnRepository.ImageScanningConfigurationProperty.builder()
                        .scanOnPush(true)
                        .build())
                .lifecyclePolicy(CfnRepository.LifecyclePolicyProperty.builder()
                        .lifecyclePolicyText("""
                                {"rules":[{"rulePriority":1,"description":"keep the last ten images",\
                                "selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":10},\
                                "action":{"type":"expire"}}]}""")
                        .build())
                .build();
        repository.applyRemovalPolicy(removal());
    }

    private void output(String name, String value) {
        CfnOutput.Builder.create(this, name + "Name").value(value).build();
    }

    static String title(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
