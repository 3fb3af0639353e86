package dev.tidemill.trackingapi.wire;

import dev.tidemill.aws.lambda.HttpRequest;
import dev.tidemill.core.Workspace;
import java.time.Instant;

/**
 * A request for an endpoint.
 *
 * @param now when it came
 */
public record Call(HttpRequest request, Workspace workspace, Parameters parameters, Instant now) {}
