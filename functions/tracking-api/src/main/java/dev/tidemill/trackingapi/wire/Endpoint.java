package dev.tidemill.trackingapi.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Answers one call; an empty object is success without content. */
@FunctionalInterface
public interface Endpoint {
    /**
     * Answers.
     *
     * @throws dev.tidemill.core.failure.ProblemException with one of MLflow's error codes
     */
    ObjectNode answer(Call call);
}
