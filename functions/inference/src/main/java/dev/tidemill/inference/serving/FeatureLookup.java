package dev.tidemill.inference.serving;

import dev.tidemill.contract.project.ProjectSpec.ViewSpec;
import dev.tidemill.core.feature.FeatureKey;
import dev.tidemill.core.feature.FeatureRow;
import dev.tidemill.core.feature.OnlineStore;
import dev.tidemill.learning.LookedUp;
import dev.tidemill.learning.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks the view features of requests up in the online store, those of all requests at once. */
public final class FeatureLookup {
    private final OnlineStore store;

    public FeatureLookup(OnlineStore store) {
        this.store = store;
    }

    /**
     * Reads what the caller has not sent.
     *
     * @return of each request, every view feature that the model needs and that was not sent, by full name, judged at
     *     the request's time
     */
    public List<Map<String, LookedUp>> read(ServedModel model, List<Request> requests) {
        Map<String, List<String>> features = new LinkedHashMap<>();
        for (String name : model.path().featureNames()) {
            int dot = name.indexOf('.');
            features.computeIfAbsent(name.substring(0, dot), view -> new ArrayList<>())
                    .add(name.substring(dot + 1));
        }
        List<Map<String, @Nullable FeatureKey>> keys = new ArrayList<>();
        Set<FeatureKey> wanted = new LinkedHashSet<>();
        for (Request request : requests) {
            Map<String, @Nullable FeatureKey> byView = new HashMap<>();
            features.forEach((view, names) -> {
                boolean sent = names.stream().allMatch(name -> request.sent().containsKey(view + "." + name));
                FeatureKey key = sent ? null : key(model, view, request);
                byView.put(view, key);
                if (key != null) {
                    wanted.add(key);
                }
            });
            keys.add(byView);
        }
        Map<FeatureKey, FeatureRow> rows = wanted.isEmpty() ? Map.of() : store.read(wanted);
        List<Map<String, LookedUp>> found = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            Request request = requests.get(i);
            Map<String, LookedUp> lookedUp = new LinkedHashMap<>();
            for (Map.Entry<String, List<String>> view : features.entrySet()) {
                FeatureKey key = keys.get(i).get(view.getKey());
                FeatureRow row = key == null ? null : rows.get(key);
                ViewSpec definition = view(model, view.getKey());
                for (String name : view.getValue()) {
                    String full = view.getKey() + "." + name;
                    if (!request.sent().containsKey(full)) {
                        lookedUp.put(full, LookedUp.of(row, name, definition, request.time()));
                    }
                }
            }
            found.add(lookedUp);
        }
        return found;
    }

    private static @Nullable FeatureKey key(ServedModel model, String view, Request request) {
        String entity = model.path().entityKey(view, request);
        String version = model.bundle().manifest().views().get(view);
        if (version == null) {
            throw new IllegalStateException("bundle of " + model.model() + " version " + model.version()
                    + " records no version of the view '" + view + "'");
        }
        return entity == null ? null : new FeatureKey(model.workspace(), model.project(), view, version, entity);
    }

    private static ViewSpec view(ServedModel model, String name) {
        ViewSpec view = model.path().spec().features().views().get(name);
        if (view == null) {
            throw new IllegalStateException("bundle of " + model.model() + " version " + model.version()
                    + " reads a view '" + name + "' that its project does not declare");
        }
        return view;
    }
}
