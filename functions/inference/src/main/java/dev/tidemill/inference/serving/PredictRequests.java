package dev.tidemill.inference.serving;

import dev.tidemill.contract.Json;
import dev.tidemill.core.IdSource;
import dev.tidemill.core.capture.CaptureQueue;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.learning.LookedUp;
import dev.tidemill.learning.Prediction;
import dev.tidemill.learning.Request;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Predicts the rows of one request and hands them over for capture before they are answered. */
public final class PredictRequests {
    private final FeatureLookup features;
    private final CaptureQueue queue;
    private final IdSource ids;
    private final InstantSource clock;

    public PredictRequests(FeatureLookup features, CaptureQueue queue, IdSource ids, InstantSource clock) {
        this.features = features;
        this.queue = queue;
        this.ids = ids;
        this.clock = clock;
    }

    /** A prediction and the id under which it is captured. */
    public record Identified(String id, Prediction prediction) {}

    /**
     * Predicts every row or none.
     *
     * @return in the order of the requests
     * @throws ProblemException {@code UNSEEN_CATEGORY} or {@code MISSING_FEATURE}, naming the row, where the project
     *     rejects such a one
     * @throws RuntimeException when the predictions could not be captured
     */
    public List<Identified> predict(ServedModel model, List<Request> requests, String correlationId) {
        List<Map<String, LookedUp>> lookedUp = features.read(model, requests);
        List<Identified> answers = new ArrayList<>();
        List<String> records = new ArrayList<>();
        Captures captures = new Captures(model, "online", correlationId, null);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        for (int i = 0; i < requests.size(); i++) {
            Prediction prediction = predict(model, requests.get(i), lookedUp.get(i), "index " + i);
            String id = ids.next(now);
            answers.add(new Identified(id, prediction));
            records.add(Json.write(captures.of(id, prediction, now)));
        }
        queue.send(model.workspace().name(), model.model(), records);
        return answers;
    }

    /**
     * Predicts one row.
     *
     * @param place names the row in a fault
     */
    public static Prediction predict(ServedModel model, Request request, Map<String, LookedUp> lookedUp, String place) {
        try {
            return model.path().predict(request, lookedUp);
        } catch (ProblemException e) {
            Problem problem = e.problem();
            List<Problem.Detail> details = problem.details().stream()
                    .map(detail -> new Problem.Detail(place + ", " + detail.place(), detail.value(), detail.expected()))
                    .toList();
            ProblemException placed = new ProblemException(problem.code(), problem.message(), details);
            placed.initCause(e);
            throw placed;
        }
    }
}
