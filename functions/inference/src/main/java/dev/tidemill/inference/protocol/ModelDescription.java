package dev.tidemill.inference.protocol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.inference.serving.ServedModel;
import dev.tidemill.learning.BundleManifest;
import java.util.List;

/** Describes a model in the protocol's words. */
public final class ModelDescription {
    private ModelDescription() {}

    /**
     * The description. Its inputs are exactly the request's columns; what may be sent beside them, the time and view
     * features, is named in its parameters.
     */
    public static ObjectNode write(ServedModel model, List<Integer> versions) {
        BundleManifest manifest = model.bundle().manifest();
        ObjectNode json = Json.object().put("name", model.model());
        ArrayNode numbers = json.putArray("versions");
        versions.forEach(number -> numbers.add(Integer.toString(number)));
        json.put("platform", "tidemill");
        ArrayNode inputs = json.putArray("inputs");
        for (BundleManifest.Port input : manifest.inputs()) {
            ObjectNode tensor = tensor(inputs, input.name(), Datatype.of(input.type()));
            if (!input.required()) {
                tensor.putObject("parameters").put("optional", true);
            }
        }
        ArrayNode outputs = json.putArray("outputs");
        InferAnswer.outputs(model).forEach((name, datatype) -> tensor(outputs, name, datatype));
        ObjectNode parameters = json.putObject("parameters").put("model_version", Integer.toString(model.version()));
        parameters.put("time", model.request().time());
        ObjectNode features = parameters.putObject("features");
        manifest.featureTypes()
                .forEach((name, type) -> features.put(name, Datatype.of(type).name()));
        return json;
    }

    private static ObjectNode tensor(ArrayNode list, String name, Datatype datatype) {
        ObjectNode tensor = list.addObject().put("name", name).put("datatype", datatype.name());
        tensor.putArray("shape").add(-1);
        return tensor;
    }
}
