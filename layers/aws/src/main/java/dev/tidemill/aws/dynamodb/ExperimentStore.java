package dev.tidemill.aws.dynamodb;

import dev.tidemill.aws.dynamodb.ExperimentItems.Counted;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.tracking.Experiment;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Experiments of the tracking table: all of a workspace lie in one partition, beside a counter and their names. */
final class ExperimentStore {
    private static final Comparator<Experiment> NEWEST_FIRST =
            Comparator.comparing(Experiment::createdAt).reversed().thenComparing(Experiment::id);

    private final Table table;
    private final String artifactRoot;
    private final InstantSource clock;

    ExperimentStore(Table table, String artifactRoot, InstantSource clock) {
        this.table = table;
        this.artifactRoot = artifactRoot;
        this.clock = clock;
    }

    Experiment create(Workspace workspace, String name, @Nullable String location, Map<String, String> tags) {
        return table.until("creation of experiment " + name, () -> {
            if (findByName(workspace, name).isPresent()) {
                throw Experiment.taken(name);
            }
            long last = table.get(ExperimentItems.pk(workspace), ExperimentItems.COUNTER)
                    .map(item -> item.number("last"))
                    .orElse(0L);
            Experiment made = make(workspace, Long.toString(last + 1), name, location, tags);
            List<Table.Write> writes = new ArrayList<>(writes(made));
            writes.add(new Table.Write(
                    ExperimentItems.writeCounter(workspace, last + 1),
                    last == 0 ? Table.ABSENT : Table.equal("last", last)));
            return table.transact(writes) ? Optional.of(made) : Optional.empty();
        });
    }

    Optional<Counted> find(Workspace workspace, String id) {
        Optional<Counted> found = read(workspace, id);
        if (found.isEmpty() && id.equals(Experiment.DEFAULT_ID)) {
            makeDefault(workspace);
            return read(workspace, id);
        }
        return found;
    }

    Optional<Counted> findByName(Workspace workspace, String name) {
        Optional<Counted> found = table.get(ExperimentItems.pk(workspace), ExperimentItems.nameSk(name))
                .flatMap(item -> read(workspace, item.text("id")));
        if (found.isEmpty() && name.equals(Experiment.DEFAULT_NAME)) {
            return find(workspace, Experiment.DEFAULT_ID)
                    .filter(e -> e.experiment().name().equals(name));
        }
        return found;
    }

    List<Experiment> list(Workspace workspace) {
        find(workspace, Experiment.DEFAULT_ID);
        return table.query(ExperimentItems.pk(workspace), ExperimentItems.EXPERIMENTS, true)
                .map(item -> ExperimentItems.read(item).experiment())
                .sorted(NEWEST_FIRST)
                .toList();
    }

    void rename(Workspace workspace, String id, String name) {
        table.until("renaming of experiment " + id, () -> {
            Counted stored = require(workspace, id);
            Experiment old = stored.experiment();
            if (old.name().equals(name)) {
                return Optional.of(old);
            }
            Experiment renamed = old.renamed(name, clock.instant());
            if (findByName(workspace, name).isPresent()) {
                throw Experiment.taken(name);
            }
            List<Table.Write> writes = List.of(
                    replacement(stored, renamed, stored.generation()),
                    new Table.Write(ExperimentItems.writeName(renamed), Table.ABSENT));
            boolean written =
                    table.transactDeleting(writes, ExperimentItems.pk(workspace), ExperimentItems.nameSk(old.name()));
            return written ? Optional.of(renamed) : Optional.empty();
        });
    }

    void setActive(Workspace workspace, String id, boolean active) {
        change(workspace, id, 1, experiment -> experiment.withActive(active, clock.instant()));
    }

    void tag(Workspace workspace, String id, String key, String value) {
        change(workspace, id, 0, experiment -> experiment.tagged(key, value, clock.instant()));
    }

    void deleteTag(Workspace workspace, String id, String key) {
        change(workspace, id, 0, experiment -> experiment.withoutTag(key, clock.instant()));
    }

    private void change(Workspace workspace, String id, int generations, UnaryOperator<Experiment> change) {
        table.until("change of experiment " + id, () -> {
            Counted stored = require(workspace, id);
            Experiment changed = change.apply(stored.experiment());
            Table.Write write = replacement(stored, changed, stored.generation() + generations);
            return table.transact(List.of(write)) ? Optional.of(changed) : Optional.empty();
        });
    }

    private static Table.Write replacement(Counted stored, Experiment changed, long generation) {
        return new Table.Write(
                ExperimentItems.write(new Counted(changed, stored.version() + 1, generation)),
                Table.equal("version", stored.version()));
    }

    private Counted require(Workspace workspace, String id) {
        return find(workspace, id).orElseThrow(() -> Experiment.absent(id));
    }

    private Optional<Counted> read(Workspace workspace, String id) {
        return table.get(ExperimentItems.pk(workspace), ExperimentItems.sk(id)).map(ExperimentItems::read);
    }

    private void makeDefault(Workspace workspace) {
        table.transact(writes(make(workspace, Experiment.DEFAULT_ID, Experiment.DEFAULT_NAME, null, Map.of())));
    }

    private static List<Table.Write> writes(Experiment experiment) {
        return List.of(
                new Table.Write(ExperimentItems.write(new Counted(experiment, 1, 0)), Table.ABSENT),
                new Table.Write(ExperimentItems.writeName(experiment), Table.ABSENT));
    }

    private Experiment make(
            Workspace workspace, String id, String name, @Nullable String location, Map<String, String> tags) {
        Instant now = clock.instant();
        String where = location == null ? artifactRoot + "/w/" + workspace.name() + "/mlflow/" + id : location;
        return new Experiment(workspace, id, name, where, true, tags, now, now);
    }
}
