package dev.tidemill.inference.scoring;

import dev.tidemill.inference.protocol.InferAnswer;
import dev.tidemill.inference.serving.Captures;
import dev.tidemill.inference.serving.ServedModel;
import dev.tidemill.learning.BundleManifest;
import dev.tidemill.learning.Prediction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Predictions as CSV: the row's place in the file from 0, the prediction's id, the request's key, the outputs. For one
 * thread.
 */
final class ResultsCsv {
    private final ServedModel model;
    private final StringBuilder text = new StringBuilder();
    private long rows;

    ResultsCsv(ServedModel model) {
        this.model = model;
        List<String> header = new ArrayList<>(List.of("row", InferAnswer.ID));
        header.addAll(model.request().key());
        model.bundle().manifest().outputs().stream()
                .map(BundleManifest.Port::name)
                .forEach(header::add);
        line(header);
    }

    void add(long row, String id, Prediction prediction) {
        List<String> cells = new ArrayList<>(List.of(Long.toString(row), id));
        cells.addAll(Captures.key(model, prediction.request()).values());
        for (BundleManifest.Port output : model.bundle().manifest().outputs()) {
            cells.add(String.valueOf(prediction.output().get(output.name())));
        }
        line(cells);
        rows++;
    }

    long rows() {
        return rows;
    }

    byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void line(List<String> cells) {
        text.append(cells.stream().map(ResultsCsv::quoted).collect(Collectors.joining(",")))
                .append('\n');
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
