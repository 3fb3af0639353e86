package dev.tidemill.monitoring;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.capture.CapturedPrediction;
import dev.tidemill.contract.capture.CapturedPrediction.LookedUp;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file of captured predictions: the envelope in columns, and key, request, inputs, looked-up features and
 * output in one map column each, whose values are text, so that files of any project and revision are read together.
 */
final class CaptureFile {
    private static final String VALUES = "MAP(VARCHAR, VARCHAR)";
    private static final String COLUMNS = "{capture_version: 'INTEGER', id: 'VARCHAR', workspace: 'VARCHAR',"
            + " project: 'VARCHAR', model: 'VARCHAR', version: 'INTEGER', channel: 'VARCHAR',"
            + " prediction_time: 'TIMESTAMPTZ', answered_at: 'TIMESTAMPTZ', \"key\": '" + VALUES
            + "', key_hash: 'VARCHAR', request: '" + VALUES + "', inputs: '" + VALUES
            + "', features: 'MAP(VARCHAR, STRUCT(\"value\" VARCHAR, age_seconds BIGINT, status VARCHAR, source VARCHAR))',"
            + " output: '" + VALUES + "', correlation_id: 'VARCHAR', execution_id: 'VARCHAR'}";

    private CaptureFile() {}

    /**
     * Writes a file; the same predictions in the same order give the same bytes.
     *
     * @param rows at a path beside {@code file} at which nothing exists, for the rows on their way
     */
    static void write(Analysis analysis, Collection<CapturedPrediction> predictions, Path rows, Path file) {
        try (BufferedWriter out = Files.newBufferedWriter(rows)) {
            for (CapturedPrediction prediction : predictions) {
                out.write(Json.write(row(prediction)));
                out.write('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        analysis.execute("COPY (SELECT * FROM read_json(" + Analysis.literal(rows.toString())
                + ", format = 'newline_delimited', columns = " + COLUMNS + ")) TO "
                + Analysis.literal(file.toString()) + " (FORMAT parquet, COMPRESSION zstd)");
    }

    /** SQL of the rows of some files; without files, no rows. */
    static String rows(Collection<Path> files) {
        if (files.isEmpty()) {
            return "(SELECT '' AS id, 0 AS version, '' AS channel, now() AS prediction_time, '' AS key_hash,"
                    + " MAP {'': ''} AS \"key\", MAP {'': ''} AS request, MAP {'': ''} AS inputs,"
                    + " MAP {'': {'status': ''}} AS features, MAP {'': ''} AS output WHERE false)";
        }
        return "read_parquet(" + Analysis.literals(files) + ", union_by_name = true)";
    }

    private static ObjectNode row(CapturedPrediction prediction) {
        ObjectNode row = Json.object()
                .put("capture_version", prediction.captureVersion())
                .put("id", prediction.id())
                .put("workspace", prediction.workspace())
                .put("project", prediction.project())
                .put("model", prediction.model())
                .put("version", prediction.version())
                .put("channel", prediction.channel())
                .put("prediction_time", prediction.predictionTime().toString());
        row.put("answered_at", prediction.answeredAt() == null ? null : prediction.answeredAt().toString());
        row.set("key", texts(prediction.key()));
        row.put("key_hash", prediction.keyHash());
        row.set("request", texts(prediction.request()));
        row.set("inputs", texts(prediction.inputs()));
        row.set("features", features(prediction.features()));
        row.set("output", texts(prediction.output()));
        row.put("correlation_id", prediction.correlationId());
        row.put("execution_id", prediction.executionId());
        return row;
    }

    private static ObjectNode texts(@Nullable Map<String, @Nullable Object> values) {
        ObjectNode texts = Json.object();
        if (values != null) {
            values.forEach((name, value) -> texts.put(name, value == null ? null : value.toString()));
        }
        return texts;
    }

    private static ObjectNode features(@Nullable Map<String, LookedUp> features) {
        ObjectNode all = Json.object();
        if (features != null) {
            features.forEach((name, found) -> {
                ObjectNode one = all.putObject(name);
                one.put("value", found.value() == null ? null : found.value().toString());
                one.put("age_seconds", found.ageSeconds());
                one.put("status", found.status());
                one.put("source", found.source());
            });
        }
        return all;
    }
}
