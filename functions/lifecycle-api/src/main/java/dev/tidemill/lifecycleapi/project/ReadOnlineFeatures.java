package dev.tidemill.lifecycleapi.project;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.Spelling;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.ViewSpec;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.feature.FeatureKey;
import dev.tidemill.core.feature.FeatureRow;
import dev.tidemill.core.feature.FeatureStatus;
import dev.tidemill.core.feature.OnlineStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads stored feature values as a request at a given time would. Safe for use by several threads. */
public final class ReadOnlineFeatures {
    private final OnlineStore store;

    public ReadOnlineFeatures(OnlineStore store) {
        this.store = store;
    }

    private record Wanted(String view, ViewSpec spec, Set<String> features) {}

    /**
     * The values of some features for some entities.
     *
     * @param features full names, or names of views for all that they hold
     * @param entities keys of the entity as text; for a view joined {@code at}, with the event time as {@link
     *     FeatureKey#entityAt} spells it
     * @param time the prediction time that ages are measured from
     * @throws ProblemException {@code NO_SUCH_FEATURE}
     */
    public ArrayNode read(
            Workspace workspace, ProjectSpec project, List<String> features, List<String> entities, Instant time) {
        List<Wanted> wanted = wanted(project, features);
        List<FeatureKey> keys = new ArrayList<>();
        for (Wanted one : wanted) {
            for (String entity : entities) {
                keys.add(key(workspace, project, one, entity));
            }
        }
        Map<FeatureKey, FeatureRow> rows = store.read(keys);
        ArrayNode values = Json.mapper().createArrayNode();
        for (String entity : entities) {
            ObjectNode of = values.addObject().put("entity", entity).putObject("features");
            for (Wanted one : wanted) {
                FeatureRow row = rows.get(key(workspace, project, one, entity));
                Set<String> names =
                        one.features().isEmpty() && row != null ? row.values().keySet() : one.features();
                for (String name : names) {
                    value(of.putObject(one.view() + "." + name), one, name, row, time);
                }
            }
        }
        return values;
    }

    private static void value(ObjectNode json, Wanted wanted, String name, @Nullable FeatureRow row, Instant time) {
        Object value = row == null ? null : row.values().get(name);
        json.set("value", value == null ? null : Json.tree(value));
        boolean ahead = wanted.spec().knownAhead();
        json.put(
                "status",
                FeatureStatus.of(row, wanted.spec().ttl(), ahead, time).name());
        json.put(
                "ageSeconds",
                row == null ? null : Duration.between(row.ageFrom(ahead), time).toSeconds());
        json.put("eventTime", row == null ? null : row.eventTime().toString());
        json.put("availableAt", row == null ? null : row.availableAt().toString());
    }

    private static FeatureKey key(Workspace workspace, ProjectSpec project, Wanted wanted, String entity) {
        return new FeatureKey(
                workspace, project.project(), wanted.view(), wanted.spec().version(), entity);
    }

    private static List<Wanted> wanted(ProjectSpec project, List<String> features) {
        Map<String, Set<String>> byView = new LinkedHashMap<>();
        List<Problem.Detail> faults = new ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
            String name = features.get(i);
            int dot = name.indexOf('.');
            String view = dot < 0 ? name : name.substring(0, dot);
            if (!project.features().views().containsKey(view)) {
                faults.add(new Problem.Detail(
                        "body /features/" + i,
                        name,
                        "view or view.feature: "
                                + Spelling.expected(project.features().views().keySet(), view)));
                continue;
            }
            Set<String> names = byView.computeIfAbsent(view, k -> new LinkedHashSet<>());
            if (dot >= 0) {
                names.add(name.substring(dot + 1));
            }
        }
        if (!faults.isEmpty()) {
            throw new ProblemException("NO_SUCH_FEATURE", "The project has no such feature.", faults);
        }
        List<Wanted> wanted = new ArrayList<>();
        byView.forEach((view, names) -> wanted.add(new Wanted(
                view, Objects.requireNonNull(project.features().views().get(view)), names)));
        return wanted;
    }
}
