package dev.tidemill.inference.protocol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.aws.lambda.HttpResponse;
import dev.tidemill.contract.Json;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.inference.serving.PredictRequests.Identified;
import dev.tidemill.inference.serving.ServedModel;
import dev.tidemill.learning.BundleManifest;
import dev.tidemill.learning.LookedUp;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes predictions as the protocol's answer. */
public final class InferAnswer {
    /** The output with the id under which each prediction is captured. */
    public static final String ID = "prediction_id";

    private InferAnswer() {}

    /** Datatype by output, in the order of answers. */
    static Map<String, Datatype> outputs(ServedModel model) {
        Map<String, Datatype> outputs = new LinkedHashMap<>();
        for (BundleManifest.Port output : model.bundle().manifest().outputs()) {
            outputs.put(output.name(), Datatype.of(output.type()));
        }
        outputs.put(ID, Datatype.BYTES);
        return outputs;
    }

    /**
     * Refuses a request for an output that the model does not have.
     *
     * @throws ProblemException {@code INVALID_REQUEST}
     */
    public static void requireOutputs(ServedModel model, InferRequest request) {
        List<String> known = List.copyOf(outputs(model).keySet());
        Faults faults = new Faults();
        if (request.outputs() != null) {
            for (InferRequest.Wanted wanted : request.outputs()) {
                if (!known.contains(wanted.name())) {
                    faults.add("output '" + wanted.name() + "'", "unknown", "one of " + String.join(", ", known));
                }
            }
        }
        faults.check();
    }

    /** The answer: JSON, or JSON followed by the outputs that are wanted in binary. */
    public static HttpResponse write(ServedModel model, InferRequest request, List<Identified> rows) {
        ObjectNode json =
                Json.object().put("model_name", model.model()).put("model_version", Integer.toString(model.version()));
        if (request.id() != null) {
            json.put("id", request.id());
        }
        ObjectNode parameters = json.putObject("parameters").put("model_version", Integer.toString(model.version()));
        features(parameters, model, rows);
        ArrayNode outputs = json.putArray("outputs");
        ByteArrayOutputStream binary = new ByteArrayOutputStream();
        outputs(model).forEach((name, datatype) -> {
            if (request.wants(name)) {
                ObjectNode output = outputs.addObject().put("name", name);
                output.putArray("shape").add(rows.size());
                output.put("datatype", datatype.name());
                List<Object> data = data(name, rows);
                if (request.wantsBinary(name)) {
                    int before = binary.size();
                    data.forEach(value -> binary.writeBytes(datatype.bytes(value)));
                    output.putObject("parameters").put("binary_data_size", binary.size() - before);
                } else {
                    output.set("data", Json.tree(data));
                }
            }
        });
        if (binary.size() == 0) {
            return HttpResponse.json(200, json);
        }
        byte[] head = Json.write(json).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(head);
        body.writeBytes(binary.toByteArray());
        Map<String, String> headers = Map.of(
                "content-type",
                "application/octet-stream",
                "inference-header-content-length",
                Integer.toString(head.length));
        return new HttpResponse(200, headers, body.toByteArray());
    }

    private static List<Object> data(String name, List<Identified> rows) {
        List<Object> data = new ArrayList<>();
        for (Identified row : rows) {
            data.add(
                    name.equals(ID)
                            ? row.id()
                            : Objects.requireNonNull(row.prediction().output().get(name)));
        }
        return data;
    }

    private static void features(ObjectNode parameters, ServedModel model, List<Identified> rows) {
        ObjectNode status = parameters.putObject("feature_status");
        ObjectNode age = parameters.putObject("feature_age_seconds");
        for (String name : model.path().featureNames()) {
            ArrayNode statuses = status.putArray(name);
            ArrayNode ages = age.putArray(name);
            for (Identified row : rows) {
                LookedUp found = row.prediction().features().getOrDefault(name, LookedUp.MISSING);
                statuses.add(found.status().name());
                ages.add(found.ageSeconds());
            }
        }
    }
}
