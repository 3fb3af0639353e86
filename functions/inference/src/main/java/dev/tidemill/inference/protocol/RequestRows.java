package dev.tidemill.inference.protocol;

import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.inference.serving.ServedModel;
import dev.tidemill.learning.BundleManifest;
import dev.tidemill.learning.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns tensors into requests by a model's contract: its request columns, optionally the time and view features by full
 * name. A tensor {@code name.valid} of BOOL says which values of another are there.
 */
public final class RequestRows {
    private static final String VALID = ".valid";

    private final ServedModel model;
    private final Map<String, ColumnType> columns = new LinkedHashMap<>();
    private final Map<String, ColumnType> features;

    public RequestRows(ServedModel model) {
        this.model = model;
        BundleManifest manifest = model.bundle().manifest();
        manifest.inputs().forEach(input -> columns.put(input.name(), input.type()));
        columns.putIfAbsent(model.request().time(), ColumnType.TIMESTAMP);
        this.features = manifest.featureTypes();
    }

    /**
     * Reads the rows.
     *
     * @param now the time of a request that names none
     * @throws ProblemException {@code INVALID_REQUEST} with the first faults found, naming tensor, index, value and
     *     expectation
     */
    public List<Request> read(List<Tensor> tensors, Instant now) {
        Faults faults = new Faults();
        Map<String, Tensor> byName = new LinkedHashMap<>();
        for (Tensor tensor : tensors) {
            if (byName.putIfAbsent(tensor.name(), tensor) != null) {
                faults.add("tensor '" + tensor.name() + "'", "sent twice", "each tensor once");
            }
        }
        long rows = tensors.getFirst().shape().getFirst();
        byName.values().forEach(tensor -> check(tensor, byName, tensors.getFirst(), faults));
        for (BundleManifest.Port input : model.bundle().manifest().inputs()) {
            if (input.required() && !byName.containsKey(input.name())) {
                faults.add(
                        "tensor '" + input.name() + "'",
                        "missing",
                        Datatype.of(input.type()) + " of shape [" + rows + "]; it is required");
            }
        }
        faults.check();
        Map<String, List<@Nullable Object>> values = new LinkedHashMap<>();
        byName.forEach((name, tensor) -> {
            if (type(name) != null) {
                values.put(name, masked(tensor, byName.get(name + VALID)));
            }
        });
        return requests(values, (int) rows, now, faults);
    }

    private List<Request> requests(Map<String, List<@Nullable Object>> values, int rows, Instant now, Faults faults) {
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < rows && !faults.isFull(); i++) {
            int index = i;
            Map<String, @Nullable Object> raw = new HashMap<>();
            values.forEach((name, column) -> raw.put(name, column.get(index)));
            try {
                requests.add(model.path().request(raw, now, name -> "tensor '" + name + "', index " + index));
            } catch (ProblemException e) {
                faults.addAll(e.problem().details());
            }
        }
        faults.check();
        return requests;
    }

    private void check(Tensor tensor, Map<String, Tensor> all, Tensor first, Faults faults) {
        String place = "tensor '" + tensor.name() + "'";
        ColumnType type = type(tensor.name());
        boolean mask = type == null
                && tensor.name().endsWith(VALID)
                && all.containsKey(tensor.name().substring(0, tensor.name().length() - VALID.length()));
        if (type == null && !mask) {
            faults.add(place, "unknown", model.path().expectedNames());
            return;
        }
        Datatype expected = type == null ? Datatype.BOOL : Datatype.of(type);
        boolean numbers = features.containsKey(tensor.name()) && isNumber(expected) && isNumber(tensor.datatype());
        if (tensor.datatype() != expected && !numbers) {
            faults.add(place + ", datatype", tensor.datatype().name(), expected.name());
        }
        if (!tensor.shape().getFirst().equals(first.shape().getFirst())) {
            faults.add(
                    place + ", shape",
                    tensor.shape().toString(),
                    first.shape().getFirst() + " rows, as tensor '" + first.name() + "' has");
        }
        if (mask && tensor.data().contains(null)) {
            faults.add(place, "null", "true or false for every row");
        }
    }

    private @Nullable ColumnType type(String name) {
        ColumnType column = columns.get(name);
        return column == null ? features.get(name) : column;
    }

    private static boolean isNumber(Datatype datatype) {
        return datatype == Datatype.FP64 || datatype == Datatype.INT64;
    }

    /** The values, with those that the mask leaves out null; whole numbers of a whole feature brought to its type. */
    private List<@Nullable Object> masked(Tensor tensor, @Nullable Tensor mask) {
        boolean whole = type(tensor.name()) == ColumnType.INT && tensor.datatype() == Datatype.FP64;
        if (mask == null && !whole) {
            return Collections.unmodifiableList(tensor.data());
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < tensor.data().size(); i++) {
            Object value = mask == null || Boolean.TRUE.equals(mask.data().get(i))
                    ? tensor.data().get(i)
                    : null;
            boolean fits = whole && value instanceof Double real && real == Math.rint(real) && Math.abs(real) < 0x1p53;
            values.add(fits && value instanceof Double real ? (Object) real.longValue() : value);
        }
        return values;
    }
}
