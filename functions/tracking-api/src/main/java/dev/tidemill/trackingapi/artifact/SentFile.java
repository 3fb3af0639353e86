package dev.tidemill.trackingapi.artifact;

import dev.tidemill.aws.lambda.HttpRequest;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import java.nio.charset.StandardCharsets;

/** The bytes of a file that is a request's body. */
final class SentFile {
    private SentFile() {}

    /**
     * The bytes as they were sent.
     *
     * @throws dev.tidemill.core.failure.ProblemException when they may be others: API Gateway takes a body without type
     *     for text, and puts replacement characters where it is none
     */
    static byte[] of(HttpRequest request) {
        byte[] body = request.body();
        boolean typed = !request.header("content-type").orElse("").isBlank();
        if (!typed && new String(body, StandardCharsets.UTF_8).indexOf('\ufffd') >= 0) {
            throw MlflowErrors.invalid("The file is not text, and the request has no Content-Type: send one, such as"
                    + " application/octet-stream.");
        }
        return body;
    }
}
