package dev.tidemill.infra;

import java.util.List;
import java.util.Locale;

/** The only actions granted on every resource, each with the reason; a template test refuses any other. */
enum Unscoped {
    /** Batch lists and describes jobs on no resource: the service authorization reference names none for them. */
    BATCH_JOBS_ARE_FOUND_ON_NO_RESOURCE,
    /** DynamoDB lists streams on no resource, and a stream's mapping must list them. */
    STREAMS_ARE_LISTED_ON_NO_RESOURCE,
    /** A registry login is for the account, not for a repository. */
    REGISTRY_LOGIN_HAS_NO_RESOURCE;

    List<String> actions() {
        return switch (this) {
            case BATCH_JOBS_ARE_FOUND_ON_NO_RESOURCE -> List.of("batch:ListJobs", "batch:DescribeJobs");
            case STREAMS_ARE_LISTED_ON_NO_RESOURCE -> List.of("dynamodb:ListStreams");
            case REGISTRY_LOGIN_HAS_NO_RESOURCE -> List.of("ecr:GetAuthorizationToken");
        };
    }

    /** Statement id, by which a reader of the policy finds the reason here. */
    String sid() {
        StringBuilder sid = new StringBuilder();
        for (String word : name().split("_", -1)) {
            sid.append(DataStack.title(word.toLowerCase(Locale.ROOT)));
        }
        return sid.toString();
    }
}
