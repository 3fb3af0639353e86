package dev.tidemill.trackingapi.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.tracking.Dataset;
import dev.tidemill.core.tracking.DatasetInput;
import dev.tidemill.core.tracking.ModelOutput;
import dev.tidemill.core.tracking.Tracking;
import dev.tidemill.trackingapi.wire.Call;
import dev.tidemill.trackingapi.wire.Endpoint;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import dev.tidemill.trackingapi.wire.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls under {@code runs} that tell what a run read and made. */
public final class RunLinkEndpoints {
    private static final int MOST = 1000;
    private static final int NAME = 500;
    private static final int DIGEST = 36;
    private static final int SOURCE = 65_535;
    private static final int SCHEMA = 1_048_575;
    private static final int PROFILE = 16_777_215;
    private static final int TAG_KEY = 255;
    private static final int TAG_VALUE = 500;

    private final Tracking tracking;

    public RunLinkEndpoints(Tracking tracking) {
        this.tracking = tracking;
    }

    /** The endpoints by method and path. */
    public Map<String, Endpoint> endpoints() {
        return Map.of("POST runs/log-inputs", this::logInputs, "POST runs/outputs", this::logOutputs);
    }

    private ObjectNode logInputs(Call call) {
        String run = call.parameters().requiredAny("run_id", "run_uuid");
        List<DatasetInput> datasets = limited(call.parameters().objects("datasets"), "datasets").stream()
                .map(RunLinkEndpoints::dataset)
                .toList();
        List<String> models = limited(call.parameters().objects("models"), "models").stream()
                .map(model -> model.required("model_id"))
                .toList();
        tracking.logInputs(call.workspace(), run, datasets, models);
        return Json.object();
    }

    private ObjectNode logOutputs(Call call) {
        String run = call.parameters().requiredAny("run_id", "run_uuid");
        List<Parameters> given = limited(call.parameters().objects("models"), "models");
        if (given.isEmpty()) {
            throw MlflowErrors.missing("models");
        }
        List<ModelOutput> models = given.stream()
                .map(model -> new ModelOutput(
                        model.required("model_id"), model.number("step").orElse(0)))
                .toList();
        tracking.logOutputs(call.workspace(), run, models);
        return Json.object();
    }

    private static List<Parameters> limited(List<Parameters> given, String name) {
        if (given.size() > MOST) {
            throw MlflowErrors.invalid(
                    "A request can contain at most " + MOST + " " + name + ". Got " + given.size() + ".");
        }
        return given;
    }

    private static DatasetInput dataset(Parameters given) {
        Parameters dataset = given.object("dataset").orElseThrow(() -> MlflowErrors.invalid("Dataset cannot be None"));
        Map<String, String> tags = new LinkedHashMap<>();
        for (Parameters tag : given.objects("tags")) {
            tags.put(
                    notLonger("key", tag.required("key"), TAG_KEY),
                    notLonger("value", tag.textOrEmpty("value"), TAG_VALUE));
        }
        return new DatasetInput(
                new Dataset(
                        notLonger("name", dataset.required("name"), NAME),
                        notLonger("digest", dataset.required("digest"), DIGEST),
                        notLonger("source_type", dataset.required("source_type"), NAME),
                        notLonger("source", dataset.required("source"), SOURCE),
                        optional(dataset, "schema", SCHEMA),
                        optional(dataset, "profile", PROFILE)),
                tags);
    }

    private static @Nullable String optional(Parameters dataset, String name, int most) {
        return dataset.text(name).map(value -> notLonger(name, value, most)).orElse(null);
    }

    private static String notLonger(String name, String value, int most) {
        if (value.length() > most) {
            throw MlflowErrors.invalid("'" + name + "' exceeds the maximum length of " + most + " characters");
        }
        return value;
    }
}
