package dev.tidemill.client;

import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns answers that are no success into exceptions, whichever face of the API they come from. */
final class ApiErrors {
    private ApiErrors() {}

    static TidemillException from(String method, URI uri, int status, String body, @Nullable String correlation) {
        Document json = parsed(body);
        Document error = json.at("error");
        if (error.isObject()) {
            Problem problem = problem(error);
            String id = error.at("correlationId").text(correlation == null ? "" : correlation);
            return new TidemillException(
                    status, problem.code(), problem.message(), problem.details(), id.isEmpty() ? null : id, null);
        }
        // The inference face answers {"error": "..."}, a gateway {"message": "..."}.
        String message = error.text(json.at("message").text(json.at("Message").text("")));
        String code = status == 404 ? "NOT_FOUND" : "HTTP_" + status;
        return new TidemillException(
                status,
                code,
                message.isEmpty() ? method + " " + uri + " was answered with status " + status + "." : message,
                List.of(),
                correlation,
                null);
    }

    static Problem problem(Document json) {
        List<Problem.Detail> details = json.at("details").elements().stream()
                .map(detail -> new Problem.Detail(
                        detail.at("place").text(""),
                        detail.at("value").text(""),
                        detail.at("expected").text("")))
                .toList();
        return new Problem(json.at("code").text("UNKNOWN"), json.at("message").text("No reason was given."), details);
    }

    private static Document parsed(String body) {
        try {
            return Document.parse(body);
        } catch (ProblemException e) {
            return Document.absent();
        }
    }
}
