package dev.tidemill.learning;

import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.RequestSpec;
import dev.tidemill.contract.project.ProjectSpec.ViewSpec;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.feature.FeatureKey;
import dev.tidemill.core.feature.FeatureStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The one way from a request to a prediction, for the trainer, batch scoring, inference and the notebook: types and
 * rules, looked-up features, on-demand expressions, encoders, model, calibration, threshold. One row is worked at a
 * time, wherever it comes from, so that the same values give the same bits. Safe for use by several threads.
 */
public final class RequestPath {
    private final ProjectSpec spec;
    private final RequestSpec request;
    private final SequencedMap<String, ColumnReader> columns = new LinkedHashMap<>();
    private final Map<String, ColumnReader> features = new LinkedHashMap<>();
    private final List<String> inputs;
    private final OnDemandFeatures onDemand;
    private final @Nullable FittedModel model;

    private RequestPath(
            ProjectSpec spec,
            RequestSpec request,
            Map<String, ColumnType> featureTypes,
            OnDemandFeatures onDemand,
            @Nullable FittedModel model) {
        this.spec = spec;
        this.request = request;
        this.onDemand = onDemand;
        this.model = model;
        this.inputs =
                spec.training() == null ? List.of() : spec.training().inputs().all();
        request.columns().forEach((name, column) -> columns.put(name, new ColumnReader(column)));
        featureTypes.forEach((name, type) -> features.put(name, ColumnReader.of(type)));
    }

    /**
     * The path up to the model's inputs, before a model is trained.
     *
     * @param featureTypes type of each view feature that the inputs and expressions read, by full name
     * @throws ProblemException {@code INVALID_EXPRESSION} when an expression does not compile, {@code NO_REQUEST} when
     *     the project declares no request
     */
    public static RequestPath untrained(ProjectSpec spec, Map<String, ColumnType> featureTypes) {
        if (spec.request() == null) {
            throw new ProblemException("NO_REQUEST", "The project declares no request.");
        }
        return new RequestPath(spec, spec.request(), featureTypes, OnDemandFeatures.compile(spec), null);
    }

    /** This path with a model at its end. */
    public RequestPath with(FittedModel fitted) {
        Map<String, ColumnType> types = new LinkedHashMap<>();
        features.forEach((name, reader) -> types.put(name, reader.type()));
        return new RequestPath(spec, request, types, onDemand, fitted);
    }

    /** The project that it was made of. */
    public ProjectSpec spec() {
        return spec;
    }

    /** Full names of the view features that a request needs, such as {@code weather.visib}. */
    public Set<String> featureNames() {
        return Collections.unmodifiableSet(features.keySet());
    }

    /** Names of the views that a request needs. */
    public Set<String> viewNames() {
        Set<String> views = new LinkedHashSet<>();
        features.keySet().forEach(name -> views.add(name.substring(0, name.indexOf('.'))));
        return views;
    }

    /** The model's inputs, numeric ones first. */
    public List<String> inputNames() {
        return inputs;
    }

    /**
     * The entity's key in a view, as the online store spells it; null when the request carries none, or no time for a
     * view that is joined at one.
     *
     * @throws IllegalArgumentException when the project has no such view
     */
    public @Nullable String entityKey(String view, Request of) {
        ViewSpec definition = view(view);
        Object key = of.values().get(definition.on());
        if (key == null || !definition.knownAhead()) {
            return key == null ? null : String.valueOf(key);
        }
        Object at = of.values().get(definition.time());
        Instant event =
                at instanceof LocalDate day ? day.atStartOfDay(ZoneOffset.UTC).toInstant() : (Instant) at;
        return event == null ? null : FeatureKey.entityAt(String.valueOf(key), event);
    }

    /**
     * Reads a request.
     *
     * @param raw value by request column, the time's name or a view feature's full name; absent columns are null
     * @param now the prediction time of a request that names none
     * @param place names a column in a fault, such as {@code row 3, column distance}
     * @throws ProblemException {@code INVALID_REQUEST} with everything that is wrong
     */
    public Request request(Map<String, ?> raw, Instant now, UnaryOperator<String> place) {
        List<Problem.Detail> faults = new ArrayList<>();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        columns.forEach((name, reader) -> values.put(name, reader.read(raw.get(name), place.apply(name), faults)));
        Map<String, LookedUp> sent = new LinkedHashMap<>();
        Instant time = null;
        for (Map.Entry<String, ?> entry : raw.entrySet()) {
            String name = entry.getKey();
            Object value = entry.getValue();
            ColumnReader feature = features.get(name);
            if (name.equals(request.time())) {
                time = time(value, place.apply(name), faults);
            } else if (feature != null) {
                sent.put(name, LookedUp.fromCaller(feature.read(value, place.apply(name), faults)));
            } else if (!columns.containsKey(name)) {
                faults.add(new Problem.Detail(place.apply(name), String.valueOf(value), expectedNames()));
            }
        }
        if (!faults.isEmpty()) {
            throw new ProblemException("INVALID_REQUEST", "The request does not keep its contract:", faults);
        }
        return new Request(time == null ? now.truncatedTo(java.time.temporal.ChronoUnit.MICROS) : time, values, sent);
    }

    private static @Nullable Instant time(@Nullable Object value, String place, List<Problem.Detail> faults) {
        return (Instant) ColumnReader.of(ColumnType.TIMESTAMP).read(value, place, faults);
    }

    /** Names that a request may send, for an error. */
    public String expectedNames() {
        return "one of " + String.join(", ", columns.keySet()) + ", " + request.time()
                + (features.isEmpty() ? "" : ", or a view feature: " + String.join(", ", features.keySet()));
    }

    /**
     * The model's inputs of a request, before they are encoded. What is stale is used only where {@code serving.stale}
     * says so; what lies in the future never.
     *
     * @param lookedUp view features by full name; absent ones are missing; what the caller sent goes before
     * @return value by name, of the inputs, the request's columns and the on-demand features
     */
    public Map<String, @Nullable Object> values(Request of, Map<String, LookedUp> lookedUp) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(of.values());
        values.put(request.time(), of.time());
        for (Map.Entry<String, ColumnReader> feature : features.entrySet()) {
            LookedUp found =
                    of.sent().getOrDefault(feature.getKey(), lookedUp.getOrDefault(feature.getKey(), LookedUp.MISSING));
            values.put(feature.getKey(), usable(feature.getKey(), feature.getValue(), found));
        }
        onDemand.evaluate(values);
        return values;
    }

    /**
     * Predicts.
     *
     * @param lookedUp as for {@link #values}
     * @throws ProblemException {@code UNSEEN_CATEGORY} or {@code MISSING_FEATURE} where the project rejects such a row
     * @throws IllegalStateException when there is no model yet
     */
    public Prediction predict(Request of, Map<String, LookedUp> lookedUp) {
        return predict(of, lookedUp, true);
    }

    /**
     * Predicts a row that is only to be measured: what {@link #predict} would refuse counts as missing.
     *
     * @param lookedUp as for {@link #values}
     * @throws IllegalStateException when there is no model yet
     */
    public Prediction predictSplit(Request of, Map<String, LookedUp> lookedUp) {
        return predict(of, lookedUp, false);
    }

    private Prediction predict(Request of, Map<String, LookedUp> lookedUp, boolean refusing) {
        if (model == null) {
            throw new IllegalStateException("the path has no model yet");
        }
        Map<String, LookedUp> found = new LinkedHashMap<>();
        for (String name : features.keySet()) {
            found.put(name, of.sent().getOrDefault(name, lookedUp.getOrDefault(name, LookedUp.MISSING)));
        }
        Map<String, @Nullable Object> values = values(of, found);
        if (refusing && spec.serving() != null && spec.serving().missing().equals("reject")) {
            requireFeatures(values, found);
        }
        Map<String, @Nullable Object> used = new LinkedHashMap<>();
        inputs.forEach(name -> used.put(name, values.get(name)));
        float[] encoded =
                refusing ? model.encoder().encode(used) : model.encoder().encodeSplit(used);
        return new Prediction(of, found, used, encoded, model.output(encoded));
    }

    private @Nullable Object usable(String name, ColumnReader reader, LookedUp found) {
        boolean used = found.status() == FeatureStatus.PRESENT
                || (found.status() == FeatureStatus.STALE
                        && spec.serving() != null
                        && spec.serving().stale().equals("use"));
        if (!used || found.value() == null) {
            return null;
        }
        Object value = found.value();
        if (reader.type() == ColumnType.INT && value instanceof Double real && real == Math.rint(real)) {
            value = real.longValue();
        }
        List<Problem.Detail> faults = new ArrayList<>();
        Object typed = reader.read(value, "feature " + name, faults);
        if (!faults.isEmpty()) {
            throw new ProblemException("INVALID_FEATURE", "A looked-up feature has another type.", faults);
        }
        return typed;
    }

    private void requireFeatures(Map<String, @Nullable Object> values, Map<String, LookedUp> found) {
        List<Problem.Detail> missing = new ArrayList<>();
        found.forEach((name, value) -> {
            if (values.get(name) == null) {
                missing.add(new Problem.Detail(
                        "feature " + name, value.status().name(), "a value: serving.missing is reject"));
            }
        });
        if (!missing.isEmpty()) {
            throw new ProblemException("MISSING_FEATURE", "The model needs features that are missing:", missing);
        }
    }

    private ViewSpec view(String name) {
        ViewSpec view = spec.features().views().get(name);
        if (view == null) {
            throw new IllegalArgumentException("view '" + name + "': expected one of "
                    + spec.features().views().keySet());
        }
        return view;
    }
}
