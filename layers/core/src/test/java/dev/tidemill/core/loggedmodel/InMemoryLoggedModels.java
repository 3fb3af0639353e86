package dev.tidemill.core.loggedmodel;

import dev.tidemill.core.Workspace;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Logged models in memory. */
public final class InMemoryLoggedModels implements LoggedModels {
    private final InstantSource clock;
    private final Map<String, LoggedModel> models = new LinkedHashMap<>();

    public InMemoryLoggedModels(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized LoggedModel create(LoggedModel model) {
        LoggedModel earlier = models.putIfAbsent(key(model.workspace(), model.id()), model);
        return earlier == null ? model : earlier;
    }

    @Override
    public synchronized Optional<LoggedModel> find(Workspace workspace, String id) {
        return Optional.ofNullable(models.get(key(workspace, id)));
    }

    @Override
    public synchronized List<LoggedModel> ofExperiment(Workspace workspace, String experimentId) {
        return models.values().stream()
                .filter(model -> model.active()
                        && model.workspace().equals(workspace)
                        && model.experimentId().equals(experimentId))
                .sorted(Comparator.comparingLong(LoggedModel::createdAt)
                        .reversed()
                        .thenComparing(LoggedModel::id))
                .toList();
    }

    @Override
    public LoggedModel setStatus(Workspace workspace, String id, LoggedModelStatus status) {
        return edit(workspace, id, model -> model.withStatus(status, clock.millis()));
    }

    @Override
    public LoggedModel setTags(Workspace workspace, String id, Map<String, String> tags) {
        return edit(workspace, id, model -> model.withTags(tags));
    }

    @Override
    public void deleteTag(Workspace workspace, String id, String key) {
        edit(workspace, id, model -> model.withoutTag(key));
    }

    @Override
    public LoggedModel logParams(Workspace workspace, String id, Map<String, String> params) {
        return edit(workspace, id, model -> model.withParams(params));
    }

    @Override
    public void recordMetrics(Workspace workspace, String id, List<ModelMetric> points) {
        editAny(workspace, id, model -> model.withMetrics(points));
    }

    @Override
    public void delete(Workspace workspace, String id) {
        editAny(workspace, id, model -> model.deleted(clock.millis()));
    }

    private LoggedModel edit(Workspace workspace, String id, UnaryOperator<LoggedModel> change) {
        return editAny(workspace, id, model -> {
            if (!model.active()) {
                throw LoggedModel.absent(id);
            }
            return change.apply(model);
        });
    }

    private synchronized LoggedModel editAny(Workspace workspace, String id, UnaryOperator<LoggedModel> change) {
        LoggedModel changed = change.apply(find(workspace, id).orElseThrow(() -> LoggedModel.absent(id)));
        models.put(key(workspace, id), changed);
        return changed;
    }

    private static String key(Workspace workspace, String id) {
        return workspace.name() + "/" + id;
    }
}
