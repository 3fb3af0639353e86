package dev.tidemill.core.loggedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.core.Workspace;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How every {@link LoggedModels} behaves. */
public abstract class LoggedModelsSuite {
    private static final Workspace TEAM = new Workspace("team");
    private static final String ID = "m-" + "a".repeat(32);

    private final AtomicLong now = new AtomicLong(1000);

    /** Makes an empty one that asks this clock. */
    protected abstract LoggedModels models(InstantSource clock);

    private LoggedModels models() {
        return models(() -> Instant.ofEpochMilli(now.get()));
    }

    @Test
    void create_again_isTheFirst() {
        LoggedModels models = models();
        LoggedModel made = model(ID, "0", 5);
        assertThat(models.create(made)).isEqualTo(made);
        assertThat(models.create(model(ID, "0", 6))).isEqualTo(made);
        assertThat(models.find(TEAM, ID)).contains(made);
        assertThat(models.find(Workspace.DEFAULT, ID)).isEmpty();
        assertThat(models.find(TEAM, "m-none")).isEmpty();
    }

    @Test
    void create_everyField_isKept() {
        LoggedModels models = models();
        LoggedModel full = new LoggedModel(
                TEAM,
                ID,
                "7",
                "näme",
                "s3://b/x",
                "agent",
                "r1",
                LoggedModelStatus.PENDING,
                true,
                1,
                2,
                Map.of("p", "", "q", "2"),
                Map.of("t", "v"),
                List.of());
        models.create(full);
        assertThat(models.find(TEAM, ID)).contains(full);
    }

    @Test
    void ofExperiment_newestFirst_withoutDeleted() {
        LoggedModels models = models();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            String id = "m-%032x".formatted(i);
            models.create(model(id, "1", i));
            ids.addFirst(id);
        }
        models.create(model(ID, "2", 1));
        assertThat(models.ofExperiment(TEAM, "1")).extracting(LoggedModel::id).containsExactlyElementsOf(ids);
        models.delete(TEAM, ids.getFirst());
        assertThat(models.ofExperiment(TEAM, "1"))
                .extracting(LoggedModel::id)
                .containsExactlyElementsOf(ids.subList(1, ids.size()));
        assertThat(models.ofExperiment(TEAM, "3")).isEmpty();
        assertThat(models.ofExperiment(Workspace.DEFAULT, "1")).isEmpty();
    }

    @Test
    void setStatus_changesTheTime() {
        LoggedModels models = models();
        models.create(model(ID, "0", 5));
        now.set(77);
        LoggedModel ready = models.setStatus(TEAM, ID, LoggedModelStatus.READY);
        assertThat(ready.status()).isEqualTo(LoggedModelStatus.READY);
        assertThat(ready.updatedAt()).isEqualTo(77);
        assertThat(ready.createdAt()).isEqualTo(5);
        assertThat(models.setStatus(TEAM, ID, LoggedModelStatus.FAILED).status())
                .isEqualTo(LoggedModelStatus.FAILED);
        assertThatThrownBy(() -> models.setStatus(TEAM, "m-none", LoggedModelStatus.READY))
                .hasMessageContainingAll("RESOURCE_DOES_NOT_EXIST", "'m-none' not found");
    }

    @Test
    void tags_areSetAndDeleted() {
        LoggedModels models = models();
        models.create(model(ID, "0", 5));
        models.setTags(TEAM, ID, Map.of("a", "1", "b", "2"));
        models.setTags(TEAM, ID, Map.of("b", "3"));
        models.deleteTag(TEAM, ID, "a");
        assertThat(models.find(TEAM, ID)).map(LoggedModel::tags).contains(Map.of("b", "3"));
        assertThatThrownBy(() -> models.deleteTag(TEAM, ID, "a"))
                .hasMessageContainingAll("RESOURCE_DOES_NOT_EXIST", "No tag with key 'a'");
        assertThatThrownBy(() -> models.deleteTag(TEAM, "m-none", "a")).hasMessageContaining("not found");
        assertThatThrownBy(() -> models.setTags(TEAM, "m-none", Map.of())).hasMessageContaining("not found");
    }

    @Test
    void logParams_areWrittenOnce() {
        LoggedModels models = models();
        models.create(model(ID, "0", 5));
        models.logParams(TEAM, ID, Map.of("depth", "6"));
        models.logParams(TEAM, ID, Map.of("depth", "6", "rate", "1"));
        assertThatThrownBy(() -> models.logParams(TEAM, ID, Map.of("depth", "7", "new", "1")))
                .hasMessageContainingAll("INVALID_PARAMETER_VALUE", "depth");
        assertThat(models.find(TEAM, ID)).map(LoggedModel::params).contains(Map.of("depth", "6", "rate", "1"));
    }

    @Test
    void recordMetrics_repeated_keepsEachPointOnce() {
        LoggedModels models = models();
        models.create(model(ID, "0", 5));
        List<ModelMetric> points = List.of(
                new ModelMetric("r1", "acc", 0.5, 10, 1, "iris", "d1"),
                new ModelMetric("r1", "acc", Double.NaN, 11, -2, null, null),
                new ModelMetric("r2", "acc", Double.NEGATIVE_INFINITY, 11, -2, "iris", null));
        models.recordMetrics(TEAM, ID, points);
        models.recordMetrics(TEAM, ID, points);
        models.recordMetrics(TEAM, ID, List.of());
        assertThat(models.find(TEAM, ID)).map(LoggedModel::metrics).contains(points);
        assertThatThrownBy(() -> models.recordMetrics(TEAM, "m-none", points))
                .hasMessageContaining("RESOURCE_DOES_NOT_EXIST");
    }

    @Test
    void recordMetrics_many_areKeptInOrder() {
        LoggedModels models = models();
        models.create(model(ID, "0", 5));
        List<ModelMetric> all = new ArrayList<>();
        for (int batch = 0; batch < 5; batch++) {
            List<ModelMetric> points = new ArrayList<>();
            for (int i = 0; i < 700; i++) {
                points.add(new ModelMetric("r1", "m" + i % 3, batch * 0.1 + i, i, batch, null, null));
            }
            models.recordMetrics(TEAM, ID, points);
            models.recordMetrics(TEAM, ID, points);
            all.addAll(points);
        }
        assertThat(models.find(TEAM, ID).orElseThrow().metrics()).containsExactlyElementsOf(all);
        assertThat(models.ofExperiment(TEAM, "0").getFirst().metrics()).containsExactlyElementsOf(all);
        assertThat(models.setTags(TEAM, ID, Map.of("t", "1")).metrics()).hasSize(all.size());
    }

    @Test
    void delete_keepsTheModelButChangesNoMore() {
        LoggedModels models = models();
        models.create(model(ID, "0", 5));
        now.set(99);
        models.delete(TEAM, ID);
        now.set(100);
        models.delete(TEAM, ID);
        LoggedModel deleted = models.find(TEAM, ID).orElseThrow();
        assertThat(deleted.active()).isFalse();
        assertThat(deleted.updatedAt()).isEqualTo(99);
        assertThatThrownBy(() -> models.setTags(TEAM, ID, Map.of("a", "b"))).hasMessageContaining("not found");
        assertThatThrownBy(() -> models.setStatus(TEAM, ID, LoggedModelStatus.READY))
                .hasMessageContaining("not found");
        assertThatThrownBy(() -> models.delete(TEAM, "m-none")).hasMessageContaining("not found");
        models.recordMetrics(TEAM, ID, List.of(new ModelMetric("r", "m", 1, 1, 1, null, null)));
    }

    @Test
    void writes_concurrently_loseNothing() throws Exception {
        LoggedModels models = models();
        models.create(model(ID, "0", 5));
        List<Future<?>> writes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 24; i++) {
                int step = i;
                writes.add(threads.submit(() -> models.setTags(TEAM, ID, Map.of("t" + step, "v"))));
                writes.add(threads.submit(() -> models.recordMetrics(
                        TEAM, ID, List.of(new ModelMetric("r", "m", step, step, step, null, null)))));
            }
        }
        for (Future<?> write : writes) {
            write.get();
        }
        LoggedModel model = models.find(TEAM, ID).orElseThrow();
        assertThat(model.tags()).hasSize(24);
        assertThat(model.metrics()).hasSize(24);
    }

    private static LoggedModel model(String id, String experiment, long at) {
        return new LoggedModel(
                TEAM,
                id,
                experiment,
                "keen-fox-1",
                "s3://artifacts/models/" + id + "/artifacts",
                null,
                null,
                LoggedModelStatus.PENDING,
                true,
                at,
                at,
                Map.of(),
                Map.of(),
                List.of());
    }
}
