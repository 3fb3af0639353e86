package dev.tidemill.engine;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.contract.Spelling;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.RequestSpec;
import dev.tidemill.learning.OnDemandFeatures;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The features of a project that are wanted, and what computing them needs.
 *
 * @param onDemand wanted on-demand features, in the order of their declaration
 * @param computed those and the on-demand features that they are computed from
 * @param views names of the views to be joined
 * @param needed request columns by the feature that first needs each
 * @param asked full names as they were asked; empty for all
 */
record FeatureChoice(
        ProjectSpec spec,
        List<String> onDemand,
        Set<String> computed,
        Set<String> views,
        Map<String, String> needed,
        List<String> asked) {

    /**
     * @param asked full names; empty for all
     * @throws EngineException {@code NO_SUCH_FEATURE}, {@code NO_REQUEST}
     */
    static FeatureChoice of(ProjectSpec spec, List<String> asked) {
        RequestSpec request = spec.request();
        if (request == null) {
            throw new EngineException(
                    "NO_REQUEST", "The project " + spec.project() + " declares no request, so it has no features.");
        }
        Set<String> declared = spec.features().onDemand().keySet();
        Set<String> viewNames = spec.features().views().keySet();
        Deque<String> open = new ArrayDeque<>(asked);
        if (asked.isEmpty()) {
            open.addAll(declared);
        }
        OnDemandFeatures compiled = OnDemandFeatures.compile(spec);
        Set<String> computed = new LinkedHashSet<>();
        Set<String> views = new LinkedHashSet<>(asked.isEmpty() ? viewNames : Set.of());
        Map<String, String> needed = new LinkedHashMap<>();
        while (!open.isEmpty()) {
            String name = open.remove();
            int dot = name.indexOf('.');
            if (declared.contains(name)) {
                if (computed.add(name)) {
                    for (String read : compiled.reads(name)) {
                        if (request.columns().containsKey(read)) {
                            needed.putIfAbsent(read, name);
                        } else {
                            open.add(read);
                        }
                    }
                }
            } else if (dot > 0 && viewNames.contains(name.substring(0, dot))) {
                views.add(name.substring(0, dot));
            } else if (!name.equals(request.time())) {
                throw noSuch(spec, name, List.of());
            }
        }
        spec.features().views().forEach((view, definition) -> {
            if (views.contains(view)) {
                needed.putIfAbsent(definition.on(), "the view " + view);
                if (definition.time() != null) {
                    needed.putIfAbsent(definition.time(), "the view " + view);
                }
            }
        });
        List<String> wanted = declared.stream()
                .filter(name -> asked.isEmpty() || asked.contains(name))
                .toList();
        return new FeatureChoice(spec, wanted, computed, views, needed, asked);
    }

    private RequestSpec request() {
        RequestSpec request = spec.request();
        if (request == null) {
            throw new IllegalStateException("no request");
        }
        return request;
    }

    /** Whether a view's feature is to be given back. */
    boolean wanted(String viewFeature) {
        return asked.isEmpty() || asked.contains(viewFeature);
    }

    /**
     * Checks the columns of the entities.
     *
     * @throws EngineException {@code INVALID_ENTITIES}
     */
    void check(List<String> given) {
        if (!given.contains(request().time())) {
            throw invalid(
                    "have no column '" + request().time() + "' (timestamp), the time as of which features are joined",
                    given);
        }
        needed.forEach((column, feature) -> {
            if (!given.contains(column)) {
                String type = request().columns().get(column) == null
                        ? ""
                        : " (" + request().columns().get(column).type().name().toLowerCase(Locale.ROOT) + ")";
                throw invalid("have no column '" + column + "'" + type + ", which " + feature + " needs", given);
            }
        });
        for (String column : given) {
            boolean feature = onDemand.contains(column)
                    || (column.indexOf('.') > 0 && views.contains(column.substring(0, column.indexOf('.'))));
            if (feature || column.startsWith("__")) {
                throw invalid("have a column '" + column + "', which is to be computed: expected another name", given);
            }
        }
    }

    /**
     * Checks the asked features of views, whose names are known when the views are computed.
     *
     * @throws EngineException {@code NO_SUCH_FEATURE}
     */
    void checkViewFeatures(Collection<String> available) {
        for (String name : asked) {
            if (name.indexOf('.') > 0 && !available.contains(name)) {
                throw noSuch(spec, name, available);
            }
        }
    }

    private static EngineException noSuch(ProjectSpec spec, String name, Collection<String> viewFeatures) {
        Set<String> known = new LinkedHashSet<>(spec.features().onDemand().keySet());
        known.addAll(viewFeatures);
        spec.features().views().forEach((view, definition) -> {
            definition.columns().keySet().forEach(column -> known.add(view + "." + column));
            if (definition.sql() != null && viewFeatures.isEmpty()) {
                known.add(view + ".…");
            }
        });
        return new EngineException(
                "NO_SUCH_FEATURE",
                "The project " + spec.project() + " has no feature '" + name + "': " + Spelling.expected(known, name)
                        + ".");
    }

    private EngineException invalid(String what, List<String> given) {
        return new EngineException(
                "INVALID_ENTITIES",
                "The entities for the features of " + spec.project() + " " + what + "; their columns are "
                        + String.join(", ", given) + ".");
    }
}
