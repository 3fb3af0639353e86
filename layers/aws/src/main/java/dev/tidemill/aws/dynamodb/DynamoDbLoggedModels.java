package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.loggedmodel.LoggedModel;
import dev.tidemill.core.loggedmodel.LoggedModelStatus;
import dev.tidemill.core.loggedmodel.LoggedModels;
import dev.tidemill.core.loggedmodel.ModelMetric;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Logged models in the tracking table. A model is one item, with its newest metric points packed; when these would
 * become too many they move to an item of their own, in the transaction that replaces the model's item if nobody has
 * since it was read. The models of an experiment are found by small items in eight partitions and read a hundred at a
 * time.
 */
public final class DynamoDbLoggedModels implements LoggedModels {
    private static final int MOST_IN_MODEL = 1000;

    private final Table table;
    private final InstantSource clock;

    /**
     * @param name of a table with string keys {@code pk} and {@code sk}
     */
    public DynamoDbLoggedModels(DynamoDbClient client, String name, InstantSource clock) {
        this(client, name, clock, Backoff.sleeping());
    }

    DynamoDbLoggedModels(DynamoDbClient client, String name, InstantSource clock, Backoff backoff) {
        this.table = Table.of(client, name, backoff);
        this.clock = clock;
    }

    @Override
    public LoggedModel create(LoggedModel model) {
        return table.until("creation of logged model " + model.id(), () -> {
            Optional<LoggedModel> earlier = find(model.workspace(), model.id());
            if (earlier.isPresent()) {
                return earlier;
            }
            LoggedModelItems.Stored stored = new LoggedModelItems.Stored(model, 0, 1);
            boolean written = table.transact(List.of(
                    new Table.Write(LoggedModelItems.write(stored), Table.ABSENT),
                    new Table.Write(LoggedModelItems.writeListed(model), null)));
            return written ? Optional.of(model) : Optional.empty();
        });
    }

    @Override
    public Optional<LoggedModel> find(Workspace workspace, String id) {
        return stored(workspace, id).map(this::whole);
    }

    @Override
    public List<LoggedModel> ofExperiment(Workspace workspace, String experimentId) {
        List<Integer> shards =
                IntStream.range(0, LoggedModelItems.SHARDS).boxed().toList();
        List<Key> keys = Parallel.map(
                        shards,
                        shard -> table.query(
                                        LoggedModelItems.listPk(workspace, experimentId, shard),
                                        LoggedModelItems.LISTED,
                                        true)
                                .map(item -> LoggedModelItems.key(workspace, item.text("id")))
                                .toList())
                .stream()
                .flatMap(List::stream)
                .toList();
        List<List<Key>> batches = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += Table.BATCH) {
            batches.add(keys.subList(from, Math.min(keys.size(), from + Table.BATCH)));
        }
        List<LoggedModelItems.Stored> stored = Parallel.map(batches, table::batch).stream()
                .flatMap(List::stream)
                .map(LoggedModelItems::read)
                .filter(one -> one.model().active())
                .toList();
        return Parallel.map(stored, this::whole).stream()
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
        LoggedModelItems.Stored changed = editAny(workspace, id, model -> {
            if (!model.active()) {
                throw LoggedModel.absent(id);
            }
            return change.apply(model);
        });
        return whole(changed);
    }

    private LoggedModelItems.Stored editAny(Workspace workspace, String id, UnaryOperator<LoggedModel> change) {
        return table.until("change of logged model " + id, () -> {
            LoggedModelItems.Stored stored = stored(workspace, id).orElseThrow(() -> LoggedModel.absent(id));
            LoggedModel after = change.apply(stored.model());
            if (after.equals(stored.model())) {
                return Optional.of(stored);
            }
            List<Table.Write> writes = new ArrayList<>();
            LoggedModelItems.Stored next = new LoggedModelItems.Stored(after, stored.packs(), stored.version() + 1);
            if (after.metrics().size() > MOST_IN_MODEL) {
                writes.add(new Table.Write(
                        LoggedModelItems.writePoints(after, stored.packs(), after.metrics()), Table.ABSENT));
                next = new LoggedModelItems.Stored(
                        withPoints(after, List.of()), stored.packs() + 1, stored.version() + 1);
            }
            writes.add(new Table.Write(LoggedModelItems.write(next), Table.equal("version", stored.version())));
            return table.transact(writes) ? Optional.of(next) : Optional.empty();
        });
    }

    private Optional<LoggedModelItems.Stored> stored(Workspace workspace, String id) {
        return table.get(LoggedModelItems.pk(workspace, id), LoggedModelItems.MODEL)
                .map(LoggedModelItems::read);
    }

    /** A model with the points of all its items. */
    private LoggedModel whole(LoggedModelItems.Stored stored) {
        LoggedModel model = stored.model();
        if (stored.packs() == 0) {
            return model;
        }
        Set<ModelMetric> points = new LinkedHashSet<>();
        table.query(LoggedModelItems.pk(model.workspace(), model.id()), LoggedModelItems.POINTS, true)
                .forEach(item -> points.addAll(PackedMetrics.read(item.bytes("points"))));
        points.addAll(model.metrics());
        return withPoints(model, new ArrayList<>(points));
    }

    private static LoggedModel withPoints(LoggedModel model, List<ModelMetric> points) {
        return new LoggedModel(
                model.workspace(),
                model.id(),
                model.experimentId(),
                model.name(),
                model.artifactUri(),
                model.type(),
                model.sourceRunId(),
                model.status(),
                model.active(),
                model.createdAt(),
                model.updatedAt(),
                model.params(),
                model.tags(),
                points);
    }
}
