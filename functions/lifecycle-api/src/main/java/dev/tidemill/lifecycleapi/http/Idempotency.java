package dev.tidemill.lifecycleapi.http;

import dev.tidemill.core.Sha256;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.lifecycle.IdempotencyStore;
import dev.tidemill.core.lifecycle.IdempotencyStore.Claim;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Gives a repeated request the answer of the first, by its {@code Idempotency-Key}: scoped by principal and route, kept
 * for 24 hours. Answers of 500 and above are not kept. Safe for use by several threads.
 */
public final class Idempotency {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private final IdempotencyStore store;
    private final InstantSource clock;

    public Idempotency(IdempotencyStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    Response answer(Request request, Function<Request, Response> action) {
        String sent = request.header("Idempotency-Key");
        if (sent == null || request.method().equals("GET")) {
            return action.apply(request);
        }
        if (!KEY.matcher(sent).matches()) {
            throw new ProblemException(
                    "INVALID_REQUEST",
                    "The idempotency key cannot be used.",
                    List.of(new Problem.Detail("header Idempotency-Key", sent, "1 to 200 printable ASCII characters")));
        }
        String key = Sha256.hex(String.join("\n", request.principal(), request.method(), request.path(), sent));
        Claim claim = store.claim(request.workspace(), key, Sha256.hex(request.body()), clock.instant());
        return switch (claim) {
            case Claim.Claimed ignored -> work(request, key, action);
            case Claim.Answered answered ->
                new Response(answered.status(), answered.body(), Map.of("idempotency-replayed", "true"));
            case Claim.Mismatch ignored ->
                throw new ProblemException(
                        "IDEMPOTENCY_MISMATCH",
                        "Another body was sent under this idempotency key.",
                        List.of(new Problem.Detail("header Idempotency-Key", sent, "a new key for another body")));
            case Claim.InProgress ignored ->
                throw new ProblemException(
                        "IN_PROGRESS",
                        "The same request is being worked on.",
                        List.of(new Problem.Detail(
                                "header Idempotency-Key", sent, "to be sent again in a few seconds")));
        };
    }

    private Response work(Request request, String key, Function<Request, Response> action) {
        Response response;
        try {
            response = action.apply(request);
        } catch (ProblemException e) {
            response = Problems.response(e.problem(), request.correlationId());
        } catch (RuntimeException e) {
            store.release(request.workspace(), key);
            throw e;
        }
        store.complete(request.workspace(), key, response.status(), response.replay(), clock.instant());
        return response;
    }
}
