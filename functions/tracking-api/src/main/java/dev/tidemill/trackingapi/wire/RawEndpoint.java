package dev.tidemill.trackingapi.wire;

import dev.tidemill.aws.lambda.HttpResponse;

/** Answers one call with something else than a JSON object of status 200, such as a file's bytes. */
@FunctionalInterface
public interface RawEndpoint {
    /**
     * Answers.
     *
     * @throws dev.tidemill.core.failure.ProblemException with one of MLflow's error codes
     */
    HttpResponse answer(Call call);
}
