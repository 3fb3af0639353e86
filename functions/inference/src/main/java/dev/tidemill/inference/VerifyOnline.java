package dev.tidemill.inference;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectSpec.RequestSpec;
import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.inference.protocol.Datatype;
import dev.tidemill.inference.protocol.InferRequestReader;
import dev.tidemill.inference.protocol.RequestRows;
import dev.tidemill.inference.serving.GoldenCheck;
import dev.tidemill.inference.serving.PredictRequests;
import dev.tidemill.inference.serving.ServedModel;
import dev.tidemill.inference.serving.ServedModels;
import dev.tidemill.inference.serving.VersionRequest;
import dev.tidemill.learning.BundleManifest;
import dev.tidemill.learning.GoldenRow;
import dev.tidemill.learning.Prediction;
import dev.tidemill.learning.Request;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Asks a version its golden rows as a caller would, over the protocol's JSON; nothing of it is captured. */
final class VerifyOnline {
    private final ServedModels models;

    VerifyOnline(ServedModels models) {
        this.models = models;
    }

    /**
     * Does the one step there is, {@code verify}.
     *
     * @throws ProblemException {@code UNKNOWN_ACTION}, or that there is no such version
     */
    WorkerOutcome step(WorkerCall call) {
        if (!call.action().equals("verify")) {
            throw new ProblemException(
                    "UNKNOWN_ACTION",
                    "The inference function has no action '" + call.action() + "'.",
                    List.of(new Problem.Detail("action", call.action(), "verify")));
        }
        ServedModel model = Json.read(call.request(), VersionRequest.class)
                .find(models, call.execution().tenant());
        List<GoldenRow> golden = model.bundle().golden();
        List<Prediction> predictions = new ArrayList<>();
        if (!golden.isEmpty()) {
            byte[] body = Json.write(body(model, golden)).getBytes(StandardCharsets.UTF_8);
            List<Request> requests = new RequestRows(model)
                    .read(InferRequestReader.read(body, null).inputs(), Instant.EPOCH);
            for (int i = 0; i < golden.size(); i++) {
                predictions.add(PredictRequests.predict(
                        model, requests.get(i), golden.get(i).features(), "golden row " + i));
            }
        }
        return GoldenCheck.outcome("Inference", model, predictions);
    }

    private static ObjectNode body(ServedModel model, List<GoldenRow> golden) {
        ObjectNode body = Json.object();
        ArrayNode inputs = body.putArray("inputs");
        for (BundleManifest.Port input : model.bundle().manifest().inputs()) {
            ArrayNode data = tensor(inputs, input.name(), Datatype.of(input.type()), golden.size());
            golden.forEach(row -> data.addPOJO(row.request().get(input.name())));
        }
        RequestSpec request = model.request();
        if (!request.columns().containsKey(request.time())) {
            ArrayNode times = tensor(inputs, request.time(), Datatype.BYTES, golden.size());
            golden.forEach(row -> times.add(row.time().toString()));
        }
        return body;
    }

    private static ArrayNode tensor(ArrayNode inputs, String name, Datatype datatype, int rows) {
        ObjectNode tensor = inputs.addObject().put("name", name).put("datatype", datatype.name());
        tensor.putArray("shape").add(rows);
        return tensor.putArray("data");
    }
}
