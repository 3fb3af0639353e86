package dev.tidemill.infra;

import dev.tidemill.infra.function.DeployedFunction;
import software.amazon.awscdk.Aws;

/**
 * Where the stacks are deployed, and the names that follow from it. Every name is fixed, so that stacks refer to each
 * other's resources without exports.
 *
 * @param partition such as {@code aws}
 * @param account account id, or the token that CloudFormation replaces by it
 * @param region region, or its token
 */
public record Place(String partition, String account, String region) {
    /** The account that emulators use. */
    private static final String LOCAL_ACCOUNT = "000000000000";

    /** Wherever the templates are deployed. */
    static Place anywhere() {
        return new Place(Aws.PARTITION, Aws.ACCOUNT_ID, Aws.REGION);
    }

    /** The emulator; written out, because the Batch runner reads the template without deploying it. */
    static Place loopback(String region) {
        return new Place("aws", LOCAL_ACCOUNT, region);
    }

    String bucket(StoreBucket bucket) {
        return "tidemill-" + bucket.word() + "-" + account + "-" + region;
    }

    String bucketArn(StoreBucket bucket) {
        return "arn:" + partition + ":s3:::" + bucket(bucket);
    }

    String tableArn(StoreTable table) {
        return arn("dynamodb", "table/" + table.tableName());
    }

    String functionArn(DeployedFunction function) {
        return arn("lambda", "function:" + function.functionName());
    }

    String machineArn(String workflow) {
        return machinePrefix() + workflow;
    }

    String machinePrefix() {
        return arn("states", "stateMachine:tidemill-");
    }

    /** An ARN of this account and region. */
    String arn(String service, String resource) {
        return "arn:" + partition + ":" + service + ":" + region + ":" + account + ":" + resource;
    }
}
