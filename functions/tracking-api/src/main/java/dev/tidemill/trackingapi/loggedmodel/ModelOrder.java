package dev.tidemill.trackingapi.loggedmodel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.loggedmodel.LoggedModel;
import dev.tidemill.core.loggedmodel.ModelMetric;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import dev.tidemill.trackingapi.wire.Parameters;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One order of logged models. Whatever the direction, values come first, then NaN, then models without one.
 *
 * @param name as it was given
 * @param dataset on which the metric must have been measured
 */
record ModelOrder(String name, ModelField field, boolean ascending, ModelDataset dataset) {
    /** The point that counts for an order comes first: the newest by time, then step. */
    static final Comparator<ModelMetric> NEWEST_FIRST = Comparator.comparingLong(ModelMetric::timestamp)
            .thenComparingLong(ModelMetric::step)
            .reversed()
            .thenComparing(ModelMetric::runId);

    private static final Comparator<LoggedModel> LAST =
            Comparator.comparingLong(LoggedModel::createdAt).reversed().thenComparing(LoggedModel::id);

    static List<ModelOrder> read(Parameters parameters) {
        return parameters.objects("order_by").stream().map(ModelOrder::readOne).toList();
    }

    private static ModelOrder readOne(Parameters given) {
        String name = given.text("field_name")
                .orElseThrow(() -> MlflowErrors.invalid("`field_name` in the `order_by` clause must be specified."))
                .strip();
        boolean known = name.contains(".")
                ? name.startsWith("metrics.") || name.startsWith("attributes.")
                : ModelField.isAttribute(name);
        if (!known) {
            throw MlflowErrors.invalid("Invalid order by field name: " + name
                    + ". Expected an attribute or 'metrics.' before the name of a metric.");
        }
        return new ModelOrder(
                name,
                ModelField.parse(name),
                given.truth("ascending").orElse(true),
                new ModelDataset(
                        given.text("dataset_name").orElse(null),
                        given.text("dataset_digest").orElse(null)));
    }

    /** The order that several make, the first counting most; in the end newest first, then by id. */
    static Comparator<LoggedModel> all(List<ModelOrder> orders) {
        Comparator<LoggedModel> all = null;
        for (ModelOrder order : orders) {
            all = all == null ? order::compare : all.thenComparing(order::compare);
        }
        return all == null ? LAST : all.thenComparing(LAST);
    }

    /** The orders as a page's token keeps them. */
    static ArrayNode write(List<ModelOrder> orders) {
        ArrayNode json = Json.object().putArray("order_by");
        for (ModelOrder order : orders) {
            ObjectNode one = json.addObject();
            one.put("field_name", order.name()).put("ascending", order.ascending());
            one.put("dataset_name", order.dataset().name())
                    .put("dataset_digest", order.dataset().digest());
        }
        return json;
    }

    private int compare(LoggedModel a, LoggedModel b) {
        Object x = value(a);
        Object y = value(b);
        if (rank(x) != rank(y) || x == null || y == null || rank(x) > 0) {
            return Integer.compare(rank(x), rank(y));
        }
        int order = x instanceof Number first && y instanceof Number second
                ? compare(first, second)
                : x.toString().compareTo(y.toString());
        return ascending ? order : -order;
    }

    private static int compare(Number a, Number b) {
        return a instanceof Long x && b instanceof Long y
                ? Long.compare(x, y)
                : Double.compare(a.doubleValue(), b.doubleValue());
    }

    private static int rank(@Nullable Object value) {
        if (value == null) {
            return 2;
        }
        return value instanceof Double number && number.isNaN() ? 1 : 0;
    }

    private @Nullable Object value(LoggedModel model) {
        if (field.kind() != ModelField.Kind.METRICS) {
            return field.value(model);
        }
        return model.metrics().stream()
                .filter(point -> point.key().equals(field.key()) && dataset.holds(point))
                .min(NEWEST_FIRST)
                .map(ModelMetric::value)
                .orElse(null);
    }
}
