package dev.tidemill.trainer;

import dev.tidemill.columnar.Sandbox;
import dev.tidemill.columnar.TrainingSet;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.feature.FeatureStatus;
import dev.tidemill.learning.ArrowRows;
import dev.tidemill.learning.LookedUp;
import dev.tidemill.learning.Request;
import dev.tidemill.learning.RequestPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/** The rows of a training set as the request path reads them, by split. */
record ReadSplits(
        RequestPath path,
        Map<String, ColumnType> featureTypes,
        SplitRows training,
        SplitRows validation,
        SplitRows test) {
    /**
     * @throws ProblemException {@code INVALID_LABEL} when a label is no number of a regression, {@code INVALID_REQUEST}
     *     when an example breaks the rules of its column
     */
    static ReadSplits of(Sandbox sandbox, TrainingSet set, Plan plan) {
        Map<String, ColumnType> types = featureTypes(sandbox, set, plan);
        RequestPath path = RequestPath.untrained(plan.spec(), types);
        return new ReadSplits(
                path,
                types,
                rows(sandbox, set, plan, path, "train"),
                rows(sandbox, set, plan, path, "validation"),
                rows(sandbox, set, plan, path, "test"));
    }

    private static Map<String, ColumnType> featureTypes(Sandbox sandbox, TrainingSet set, Plan plan) {
        Map<String, ColumnType> types = new LinkedHashMap<>();
        Set<String> read = plan.read();
        try (ArrowReader reader = set.read(sandbox)) {
            reader.getVectorSchemaRoot().getSchema().getFields().stream()
                    .filter(field -> set.features().contains(field.getName()) && read.contains(field.getName()))
                    .forEach(field -> types.put(field.getName(), ArrowRows.type(field)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return types;
    }

    private static SplitRows rows(Sandbox sandbox, TrainingSet set, Plan plan, RequestPath path, String split) {
        SplitRows rows = new SplitRows(plan.keptNames());
        boolean kept = split.equals("test");
        try (ArrowReader reader = set.read(sandbox, split)) {
            while (reader.loadNextBatch()) {
                VectorSchemaRoot batch = reader.getVectorSchemaRoot();
                for (int i = 0; i < batch.getRowCount(); i++) {
                    add(rows, ArrowRows.row(batch, i), plan, path, kept);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private static void add(
            SplitRows rows, Map<String, @Nullable Object> row, Plan plan, RequestPath path, boolean kept) {
        Map<String, @Nullable Object> raw = new LinkedHashMap<>();
        raw.put(plan.request().time(), row.get(plan.request().time()));
        plan.request().columns().keySet().forEach(name -> raw.put(name, row.get(name)));
        int number = rows.size();
        Request request = path.request(raw, Instant.EPOCH, name -> "training example " + number + ", column " + name);
        Map<String, LookedUp> features = new LinkedHashMap<>();
        for (String feature : path.featureNames()) {
            Object value = row.get(feature);
            features.put(
                    feature,
                    value == null
                            ? LookedUp.MISSING
                            : new LookedUp(value, FeatureStatus.PRESENT, null, LookedUp.Source.STORE));
        }
        rows.add(path.values(request, features), label(plan, row.get(TrainingSet.LABEL)));
        if (kept) {
            rows.keep(new SplitRows.Example(request, features));
        }
    }

    private static double label(Plan plan, @Nullable Object value) {
        if (plan.problem() == ProjectSpec.Problem.BINARY) {
            return isPositive(value, plan.label().positive()) ? 1 : 0;
        }
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw new ProblemException(
                "INVALID_LABEL",
                "A regression's label is no finite number.",
                List.of(new Problem.Detail(
                        plan.label().sql().place() + ", column value", String.valueOf(value), "a finite number")));
    }

    private static boolean isPositive(@Nullable Object value, @Nullable Object positive) {
        if (value instanceof Number number && positive instanceof Number wanted) {
            return number.doubleValue() == wanted.doubleValue();
        }
        return String.valueOf(value).equals(String.valueOf(positive == null ? "true" : positive));
    }
}
