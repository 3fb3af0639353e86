package dev.tidemill.trackingapi.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemill.core.tracking.DatasetInput;
import dev.tidemill.core.tracking.Metric;
import dev.tidemill.core.tracking.ModelOutput;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.RunLinks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a page of runs as MLflow does, up to so many bytes, without building a tree. For one page. */
final class RunsWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
    private final JsonGenerator json;
    private final int most;

    /**
     * @param most bytes after which no further run is begun; one run is always written
     */
    RunsWriter(int most) {
        this.most = most;
        try {
            this.json = FACTORY.createGenerator(bytes);
            json.writeStartObject();
            json.writeArrayFieldStart("runs");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes runs, and tells how many. */
    int write(List<Run> runs) {
        int written = 0;
        try {
            for (Run run : runs) {
                if (written > 0 && bytes.size() > most) {
                    break;
                }
                write(run);
                written++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return written;
    }

    /**
     * The page.
     *
     * @param token of the next one; empty when there is none
     */
    byte[] finish(String token) {
        try {
            json.writeEndArray();
            if (!token.isEmpty()) {
                json.writeStringField("next_page_token", token);
            }
            json.writeEndObject();
            json.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void write(Run run) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("info");
        json.writeStringField("run_uuid", run.id());
        json.writeStringField("experiment_id", run.experimentId());
        json.writeStringField("run_name", run.name());
        json.writeStringField("user_id", run.user());
        json.writeStringField("status", run.status());
        json.writeNumberField("start_time", run.startTime());
        Long endTime = run.endTime();
        if (endTime != null) {
            json.writeNumberField("end_time", endTime);
        }
        json.writeStringField("artifact_uri", run.artifactUri());
        json.writeStringField("lifecycle_stage", run.active() ? "active" : "deleted");
        json.writeStringField("run_id", run.id());
        json.writeEndObject();
        json.writeObjectFieldStart("data");
        json.writeArrayFieldStart("metrics");
        Metric[] metrics = run.metrics().values().toArray(Metric[]::new);
        Arrays.sort(metrics, Comparator.comparing(Metric::key));
        for (Metric metric : metrics) {
            write(metric);
        }
        json.writeEndArray();
        write("params", run.params());
        write("tags", run.tags());
        json.writeEndObject();
        write(run.links());
        json.writeEndObject();
    }

    private void write(Metric metric) throws IOException {
        json.writeStartObject();
        json.writeStringField("key", metric.key());
        if (Double.isFinite(metric.value())) {
            json.writeNumberField("value", metric.value());
        } else {
            json.writeStringField("value", Double.toString(metric.value()));
        }
        json.writeNumberField("timestamp", metric.timestamp());
        json.writeNumberField("step", metric.step());
        optional("model_id", metric.modelId());
        optional("dataset_name", metric.datasetName());
        optional("dataset_digest", metric.datasetDigest());
        json.writeEndObject();
    }

    private void write(String name, Map<String, String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        String[] keys = texts.keySet().toArray(String[]::new);
        Arrays.sort(keys);
        for (String key : keys) {
            json.writeStartObject();
            json.writeStringField("key", key);
            json.writeStringField("value", texts.get(key));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void write(RunLinks links) throws IOException {
        json.writeObjectFieldStart("inputs");
        if (!links.datasets().isEmpty()) {
            json.writeArrayFieldStart("dataset_inputs");
            for (DatasetInput input : links.datasets()) {
                json.writeStartObject();
                write("tags", input.tags());
                json.writeObjectFieldStart("dataset");
                json.writeStringField("name", input.dataset().name());
                json.writeStringField("digest", input.dataset().digest());
                json.writeStringField("source_type", input.dataset().sourceType());
                json.writeStringField("source", input.dataset().source());
                optional("schema", input.dataset().schema());
                optional("profile", input.dataset().profile());
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (!links.modelInputs().isEmpty()) {
            json.writeArrayFieldStart("model_inputs");
            for (String model : links.modelInputs()) {
                json.writeStartObject();
                json.writeStringField("model_id", model);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeObjectFieldStart("outputs");
        if (!links.modelOutputs().isEmpty()) {
            json.writeArrayFieldStart("model_outputs");
            for (ModelOutput output : links.modelOutputs()) {
                json.writeStartObject();
                json.writeStringField("model_id", output.modelId());
                json.writeNumberField("step", output.step());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void optional(String name, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeStringField(name, text);
        }
    }
}
