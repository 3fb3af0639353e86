package dev.tidemill.trackingapi.wire;

import dev.tidemill.aws.lambda.HttpRequest;
import dev.tidemill.aws.lambda.HttpResponse;
import dev.tidemill.contract.Json;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.util.Map;

/** MLflow's error codes, the statuses they travel with, and the answers that carry them. */
public final class MlflowErrors {
    /** A value is wrong. */
    public static final String INVALID = "INVALID_PARAMETER_VALUE";

    /** Something named is not there. */
    public static final String ABSENT = "RESOURCE_DOES_NOT_EXIST";

    /** Something of this name is there already. */
    public static final String EXISTS = "RESOURCE_ALREADY_EXISTS";

    static final String SEE = " See the API docs for more information about request parameters.";
    private static final String FORBIDDEN = "PERMISSION_DENIED";

    private static final Map<String, Integer> STATUSES = Map.ofEntries(
            Map.entry("BAD_REQUEST", 400),
            Map.entry(INVALID, 400),
            Map.entry(EXISTS, 400),
            Map.entry("INVALID_JSON", 400),
            Map.entry("NO_SUCH_VERSION", 404),
            Map.entry("PERMISSION_DENIED", 403),
            Map.entry("NO_SUCH_MODEL", 404),
            Map.entry("MODEL_EXISTS", 400),
            Map.entry("ROLE_NEEDED", 403),
            Map.entry("APPROVAL_NEEDED", 403),
            Map.entry("TRAINED_VERSION_NEEDED", 403),
            Map.entry(ABSENT, 404),
            Map.entry("ENDPOINT_NOT_FOUND", 404),
            Map.entry("INVALID_STATE", 500),
            Map.entry("TEMPORARILY_UNAVAILABLE", 503));
    private static final Map<String, String> CODES = Map.of(
            "INVALID_JSON", "BAD_REQUEST",
            "NO_SUCH_VERSION", ABSENT,
            "NO_SUCH_MODEL", ABSENT,
            "MODEL_EXISTS", EXISTS,
            "ROLE_NEEDED", FORBIDDEN,
            "APPROVAL_NEEDED", FORBIDDEN,
            "TRAINED_VERSION_NEEDED", FORBIDDEN);

    private MlflowErrors() {}

    /** A failure whose code is {@link #INVALID}. */
    public static ProblemException invalid(String message) {
        return new ProblemException(INVALID, message);
    }

    /** The failure of a parameter that was not given. */
    public static ProblemException missing(String parameter) {
        return invalid("Missing value for required parameter '" + parameter + "'." + SEE);
    }

    /** A failure whose code is {@link #ABSENT}. */
    public static ProblemException absent(String message) {
        return new ProblemException(ABSENT, message);
    }

    /** The answer that tells a problem; codes that MLflow does not know are told as {@link #INVALID}. */
    public static HttpResponse response(Problem problem) {
        String code =
                CODES.getOrDefault(problem.code(), STATUSES.containsKey(problem.code()) ? problem.code() : INVALID);
        return error(STATUSES.getOrDefault(problem.code(), 400), code, problem.message());
    }

    /** The answer to a path that is none of ours. */
    public static HttpResponse noEndpoint(HttpRequest request) {
        return error(404, "ENDPOINT_NOT_FOUND", "No handler for " + request.method() + " " + request.path());
    }

    /** An error in MLflow's shape. */
    public static HttpResponse error(int status, String code, String message) {
        return HttpResponse.json(status, Json.object().put("error_code", code).put("message", message));
    }
}
