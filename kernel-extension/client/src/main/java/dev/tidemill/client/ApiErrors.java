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
        return from(method, uri, status, body, correlation, "");
    }

    /**
     * @param identity as whom the request was signed; empty for nobody
     */
    static TidemillException from(
            String method, URI uri, int status, String body, @Nullable String correlation, String identity) {
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
        if (status == 401 || status == 403) {
            return refused(uri, status, message, correlation, identity);
        }
        String code = status == 404 ? "NOT_FOUND" : "HTTP_" + status;
        return new TidemillException(
                status,
                code,
                message.isEmpty() ? method + " " + uri + " was answered with status " + status + "." : message,
                List.of(),
                correlation,
                null);
    }

    /** The gateway before the API did not let the request in. */
    private static TidemillException refused(
            URI uri, int status, String message, @Nullable String correlation, String identity) {
        String reason = " (" + status + (message.isEmpty() ? "" : ": " + message) + ")";
        String sentence = uri.getScheme() + "://" + uri.getRawAuthority() + " refused "
                + (identity.isEmpty() ? "a request that nobody has signed" : identity) + reason + ": ";
        String hint = identity.isEmpty()
                ? "connect with --profile NAME for an AWS identity, or with --token"
                : identity.startsWith("the token")
                        ? "is the token expired, or of another deployment?"
                        : "is it of the API's account, and allowed execute-api:Invoke there?";
        String code = status == 401 ? "UNAUTHENTICATED" : "FORBIDDEN";
        return new TidemillException(status, code, sentence + hint, List.of(), correlation, null);
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
