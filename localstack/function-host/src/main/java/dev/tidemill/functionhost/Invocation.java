package dev.tidemill.functionhost;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * One request to run a function, and the place where its outcome appears.
 *
 * @param requestId id of the request, unique
 * @param functionArn address by which the caller named the function, with its qualifier if it had one
 * @param traceId X-Ray trace header
 * @param deadline when the caller gives up
 * @param event the JSON handed to the handler
 * @param outcome completed once
 */
@SuppressWarnings("ArrayRecordComponent")
record Invocation(
        String requestId,
        String functionArn,
        String traceId,
        Instant deadline,
        byte[] event,
        CompletableFuture<Outcome> outcome) {

    /** How an invocation ended. */
    sealed interface Outcome {
        /**
         * The handler returned.
         *
         * @param payload the JSON it returned
         */
        @SuppressWarnings("ArrayRecordComponent")
        record Answered(byte[] payload) implements Outcome {}

        /**
         * The handler threw, or its process could not finish.
         *
         * @param type Lambda's name of the error or the exception's class
         * @param message one sentence
         * @param payload the whole error as JSON
         */
        @SuppressWarnings("ArrayRecordComponent")
        record Failed(String type, String message, byte[] payload) implements Outcome {
            static Failed of(String type, String message) {
                return new Failed(type, message, Json.error(type, message));
            }
        }
    }

    boolean done() {
        return outcome.isDone();
    }
}
