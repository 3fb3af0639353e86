package dev.tidemill.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one prediction request, a row for each row asked.
 *
 * @param parameters of the answer, such as {@code feature_status}
 */
public record Predictions(String model, String modelVersion, List<Prediction> rows, Document parameters) {
    /**
     * The prediction for one row.
     *
     * @param id under which it was captured; empty when the model captures none
     * @param outputs by name, such as {@code probability}
     */
    public record Prediction(String id, Map<String, @Nullable Object> outputs) {
        /**
         * An output as a number.
         *
         * @throws TidemillException {@code UNEXPECTED_ANSWER} when there is no number of this name
         */
        public double number(String output) {
            if (outputs.get(output) instanceof Number number) {
                return number.doubleValue();
            }
            throw TidemillException.unexpectedAnswer(
                    "The prediction has no number '" + output + "', only " + outputs.keySet());
        }
    }

    static Predictions of(Document json) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Document output : json.at("outputs").elements()) {
            String name = output.at("name").text();
            List<Document> data = output.at("data").elements();
            for (int i = 0; i < data.size(); i++) {
                if (rows.size() <= i) {
                    rows.add(new LinkedHashMap<>());
                }
                rows.get(i).put(name, data.get(i).value());
            }
        }
        List<Prediction> predictions = rows.stream()
                .map(row -> {
                    Object id = row.remove("prediction_id");
                    return new Prediction(id == null ? "" : id.toString(), row);
                })
                .toList();
        Document parameters = json.at("parameters");
        return new Predictions(
                json.at("model_name").text(""),
                json.at("model_version").text(parameters.at("model_version").text("")),
                predictions,
                parameters);
    }
}
