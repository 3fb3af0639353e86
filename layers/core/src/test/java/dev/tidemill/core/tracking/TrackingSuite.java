package dev.tidemill.core.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.core.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every tracking store does. */
public abstract class TrackingSuite {
    /** What the store's clock says throughout. */
    protected static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123Z");

    private static final Workspace TEAM = new Workspace("team");
    private static final String RUN = "0123456789abcdef0123456789abcdef";

    /** A store without experiments whose artifact root is {@code s3://artifacts} and whose time is {@link #NOW}. */
    protected abstract Tracking tracking();

    @Test
    void experiments_untouched_holdTheDefaultOne() {
        Tracking tracking = tracking();
        Experiment expected =
                new Experiment(TEAM, "0", "Default", "s3://artifacts/w/team/mlflow/0", true, Map.of(), NOW, NOW);
        assertThat(tracking.experiment(TEAM, "0")).contains(expected);
        assertThat(tracking.experimentByName(TEAM, "Default")).contains(expected);
        assertThat(tracking.experiments(TEAM)).containsExactly(expected);
    }

    @Test
    void createExperiment_new_isFound() {
        Tracking tracking = tracking();
        Experiment made = tracking.createExperiment(TEAM, "flights", null, Map.of("k", "v"));
        assertThat(made.artifactLocation()).isEqualTo("s3://artifacts/w/team/mlflow/" + made.id());
        assertThat(tracking.experiment(TEAM, made.id())).contains(made);
        assertThat(tracking.experimentByName(TEAM, "flights")).contains(made);
        assertThat(tracking.experimentByName(Workspace.DEFAULT, "flights")).isEmpty();
        assertThat(tracking.experiments(TEAM)).hasSize(2);
        Experiment other = tracking.createExperiment(TEAM, "other", "s3://mine/x", Map.of());
        assertThat(other.artifactLocation()).isEqualTo("s3://mine/x");
        assertThat(other.id()).isNotEqualTo(made.id());
    }

    @Test
    void createExperiment_nameTaken_isRefused() {
        Tracking tracking = tracking();
        Experiment made = tracking.createExperiment(TEAM, "flights", null, Map.of());
        tracking.deleteExperiment(TEAM, made.id());
        assertThatThrownBy(() -> tracking.createExperiment(TEAM, "flights", null, Map.of()))
                .hasMessageContainingAll("RESOURCE_ALREADY_EXISTS", "flights");
        assertThatThrownBy(() -> tracking.createExperiment(TEAM, "Default", null, Map.of()))
                .hasMessageContaining("RESOURCE_ALREADY_EXISTS");
    }

    @Test
    void renameExperiment_freesTheOldName() {
        Tracking tracking = tracking();
        String id = tracking.createExperiment(TEAM, "old", null, Map.of()).id();
        tracking.createExperiment(TEAM, "taken", null, Map.of());
        tracking.renameExperiment(TEAM, id, "new");
        assertThat(tracking.experimentByName(TEAM, "new")).map(Experiment::id).contains(id);
        assertThat(tracking.experimentByName(TEAM, "old")).isEmpty();
        assertThatThrownBy(() -> tracking.renameExperiment(TEAM, id, "taken"))
                .hasMessageContaining("RESOURCE_ALREADY_EXISTS");
        tracking.renameExperiment(TEAM, id, "new");
        tracking.createExperiment(TEAM, "old", null, Map.of());
        assertThatThrownBy(() -> tracking.renameExperiment(TEAM, "999", "x"))
                .hasMessageContaining("RESOURCE_DOES_NOT_EXIST");
    }

    @Test
    void deleteExperiment_takesItsRunsAlong() {
        Tracking tracking = tracking();
        String id = tracking.createExperiment(TEAM, "flights", null, Map.of()).id();
        tracking.createRun(run(RUN, id, 1));
        tracking.deleteExperiment(TEAM, id);
        assertThat(tracking.experiment(TEAM, id)).map(Experiment::active).contains(false);
        assertThat(tracking.run(TEAM, RUN)).map(Run::active).contains(false);
        assertThat(tracking.searchRuns(TEAM, List.of(id), RunSearch.newest(9)))
                .extracting(Run::active)
                .containsExactly(false);
        assertThatThrownBy(() -> tracking.log(TEAM, RUN, List.of(), Map.of("a", "b"), Map.of()))
                .hasMessageContaining("must be in the 'active' state");
        assertThatThrownBy(() -> tracking.createRun(run("f".repeat(32), id, 1)))
                .hasMessageContaining("must be in the 'active' state");
        assertThatThrownBy(() -> tracking.deleteExperiment(TEAM, id)).hasMessageContaining("RESOURCE_DOES_NOT_EXIST");
        tracking.restoreExperiment(TEAM, id);
        assertThat(tracking.run(TEAM, RUN)).map(Run::active).contains(true);
        assertThatThrownBy(() -> tracking.restoreExperiment(TEAM, id)).hasMessageContaining("RESOURCE_DOES_NOT_EXIST");
        assertThatThrownBy(() -> tracking.deleteExperiment(TEAM, "0")).hasMessageContaining("INVALID_PARAMETER_VALUE");
    }

    @Test
    void restoreExperiment_restoresRunsDeletedBefore() {
        Tracking tracking = tracking();
        String id = tracking.createExperiment(TEAM, "flights", null, Map.of()).id();
        tracking.createRun(run(RUN, id, 1));
        tracking.deleteRun(TEAM, RUN);
        tracking.deleteExperiment(TEAM, id);
        tracking.restoreExperiment(TEAM, id);
        assertThat(tracking.run(TEAM, RUN)).map(Run::active).contains(true);
        tracking.deleteRun(TEAM, RUN);
        assertThat(tracking.run(TEAM, RUN)).map(Run::active).contains(false);
    }

    @Test
    void tagExperiment_isKept() {
        Tracking tracking = tracking();
        tracking.tagExperiment(TEAM, "0", "k", "v");
        assertThat(tracking.experiment(TEAM, "0")).map(Experiment::tags).contains(Map.of("k", "v"));
    }

    @Test
    void deleteExperimentTag_absent_isRefused() {
        Tracking tracking = tracking();
        tracking.tagExperiment(TEAM, "0", "k", "v");
        tracking.deleteExperimentTag(TEAM, "0", "k");
        assertThat(tracking.experiment(TEAM, "0")).map(Experiment::tags).contains(Map.of());
        assertThatThrownBy(() -> tracking.deleteExperimentTag(TEAM, "0", "k"))
                .hasMessageContainingAll("RESOURCE_DOES_NOT_EXIST", "k");
    }

    @Test
    void createRun_again_isTheFirst() {
        Tracking tracking = tracking();
        Run run = run(RUN, "0", 1);
        assertThat(tracking.createRun(run)).isEqualTo(run);
        assertThat(tracking.createRun(run(RUN, "0", 2))).isEqualTo(run);
        assertThat(tracking.run(TEAM, RUN)).contains(run);
        assertThat(tracking.run(Workspace.DEFAULT, RUN)).isEmpty();
        assertThatThrownBy(() -> tracking.createRun(run("f".repeat(32), "77", 1)))
                .hasMessageContaining("RESOURCE_DOES_NOT_EXIST");
    }

    @Test
    void runs_experiment_newestStartFirst() {
        Tracking tracking = tracking();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            String id = "%032x".formatted(i);
            tracking.createRun(run(id, "0", i));
            ids.addFirst(id);
        }
        assertThat(tracking.searchRuns(TEAM, List.of("0"), RunSearch.newest(999)))
                .extracting(Run::id)
                .containsExactlyElementsOf(ids);
        assertThat(tracking.searchRuns(TEAM, List.of("1"), RunSearch.newest(9))).isEmpty();
    }

    @Test
    void updateRun_nameAndTag_agree() {
        Tracking tracking = tracking();
        tracking.createRun(run(RUN, "0", 1));
        Run updated = tracking.updateRun(TEAM, RUN, "FINISHED", 99L, "renamed");
        assertThat(updated.status()).isEqualTo("FINISHED");
        assertThat(updated.endTime()).isEqualTo(99L);
        assertThat(updated.tags()).containsEntry("mlflow.runName", "renamed");
        assertThat(tracking.updateRun(TEAM, RUN, null, null, null)).isEqualTo(updated);
        tracking.log(TEAM, RUN, List.of(), Map.of(), Map.of("mlflow.runName", "again"));
        assertThat(tracking.run(TEAM, RUN)).map(Run::name).contains("again");
        assertThatThrownBy(() -> tracking.updateRun(TEAM, "f".repeat(32), null, null, null))
                .hasMessageContainingAll("RESOURCE_DOES_NOT_EXIST", "Run '" + "f".repeat(32) + "' not found");
    }

    @Test
    void deleteRun_canBeRestored() {
        Tracking tracking = tracking();
        tracking.createRun(run(RUN, "0", 1));
        tracking.deleteRun(TEAM, RUN);
        tracking.deleteRun(TEAM, RUN);
        assertThat(tracking.run(TEAM, RUN)).map(Run::active).contains(false);
        assertThatThrownBy(() -> tracking.updateRun(TEAM, RUN, "FAILED", null, null))
                .hasMessageContaining("must be in the 'active' state");
        tracking.restoreRun(TEAM, RUN);
        assertThat(tracking.updateRun(TEAM, RUN, "FAILED", null, null).status()).isEqualTo("FAILED");
    }

    @Test
    void deleteTag_absent_isRefused() {
        Tracking tracking = tracking();
        tracking.createRun(run(RUN, "0", 1));
        tracking.log(TEAM, RUN, List.of(), Map.of(), Map.of("k", "v"));
        tracking.deleteTag(TEAM, RUN, "k");
        assertThat(tracking.run(TEAM, RUN)).map(Run::tags).contains(Map.of());
        assertThatThrownBy(() -> tracking.deleteTag(TEAM, RUN, "k"))
                .hasMessageContainingAll("RESOURCE_DOES_NOT_EXIST", "k");
    }

    @Test
    void log_params_areWrittenOnce() {
        Tracking tracking = tracking();
        tracking.createRun(run(RUN, "0", 1));
        tracking.log(TEAM, RUN, List.of(), Map.of("depth", "6"), Map.of());
        tracking.log(TEAM, RUN, List.of(), Map.of("depth", "6", "rate", "0.1"), Map.of());
        assertThatThrownBy(() -> tracking.log(
                        TEAM,
                        RUN,
                        List.of(new Metric("m", 1, 1, 1)),
                        Map.of("new", "1", "depth", "7"),
                        Map.of("t", "1")))
                .hasMessageContainingAll("INVALID_PARAMETER_VALUE", "Changing param values is not allowed", "depth");
        Run run = tracking.run(TEAM, RUN).orElseThrow();
        assertThat(run.params()).isEqualTo(Map.of("depth", "6", "rate", "0.1"));
        assertThat(run.metrics()).isEmpty();
        assertThat(run.tags()).isEmpty();
        assertThat(tracking.history(TEAM, RUN, "m", 0, 10)).isEmpty();
    }

    @Test
    void log_metrics_latestByStepTimeValue() {
        Tracking tracking = tracking();
        tracking.createRun(run(RUN, "0", 1));
        List<Metric> points = List.of(
                new Metric("m", 5, 10, 1),
                new Metric("m", 3, 30, -2),
                new Metric("m", 7, 20, 1),
                new Metric("m", 6, 20, 1),
                new Metric("nan", Double.NaN, 1, 0),
                new Metric("inf", Double.NEGATIVE_INFINITY, 1, 0));
        tracking.log(TEAM, RUN, points, Map.of(), Map.of());
        Run run = tracking.run(TEAM, RUN).orElseThrow();
        assertThat(run.metrics())
                .containsEntry("m", new Metric("m", 7, 20, 1))
                .containsEntry("nan", new Metric("nan", Double.NaN, 1, 0))
                .containsEntry("inf", new Metric("inf", Double.NEGATIVE_INFINITY, 1, 0));
        assertThat(tracking.history(TEAM, RUN, "m", 0, 10)).containsExactlyElementsOf(points.subList(0, 4));
        assertThat(tracking.history(TEAM, RUN, "m", 1, 2)).containsExactlyElementsOf(points.subList(1, 3));
        assertThat(tracking.history(TEAM, RUN, "m", 4, 2)).isEmpty();
        assertThat(tracking.history(TEAM, RUN, "none", 0, 2)).isEmpty();
    }

    @Test
    void log_repeated_keepsEachPointOnce() {
        Tracking tracking = tracking();
        tracking.createRun(run(RUN, "0", 1));
        List<Metric> batch = List.of(new Metric("m", 1, 1, 1), new Metric("m", 2, 2, 2), new Metric("m", 1, 1, 1));
        tracking.log(TEAM, RUN, batch, Map.of(), Map.of());
        tracking.log(TEAM, RUN, batch, Map.of(), Map.of());
        assertThat(tracking.history(TEAM, RUN, "m", 0, 10))
                .containsExactly(new Metric("m", 1, 1, 1), new Metric("m", 2, 2, 2));
    }

    @Test
    void log_samePointForAModel_isNoOtherPoint() {
        Tracking tracking = tracking();
        tracking.createRun(run(RUN, "0", 1));
        Metric measured = new Metric("m", 1, 1, 1, "m-1", "data", "d1");
        tracking.log(TEAM, RUN, List.of(measured), Map.of(), Map.of());
        tracking.log(TEAM, RUN, List.of(new Metric("m", 1, 1, 1)), Map.of(), Map.of());
        assertThat(tracking.history(TEAM, RUN, "m", 0, 10)).containsExactly(measured);
        assertThat(tracking.run(TEAM, RUN).orElseThrow().metrics()).containsEntry("m", measured);
    }

    @Test
    void logInputsAndOutputs_keepTheFirstOfEach() {
        Tracking tracking = tracking();
        tracking.createRun(run(RUN, "0", 1));
        DatasetInput train = new DatasetInput(
                new Dataset("flights", "d1", "http", "{'uri':'x'}", "{}", null),
                Map.of(DatasetInput.CONTEXT_TAG, "training"));
        DatasetInput other = new DatasetInput(new Dataset("flights", "d2", "local", "y", null, "{'rows':3}"), Map.of());
        tracking.logInputs(TEAM, RUN, List.of(train), List.of("m-1"));
        tracking.logInputs(
                TEAM, RUN, List.of(new DatasetInput(train.dataset(), Map.of()), other), List.of("m-2", "m-1"));
        tracking.logOutputs(TEAM, RUN, List.of(new ModelOutput("m-3", 7)));
        tracking.logOutputs(TEAM, RUN, List.of(new ModelOutput("m-3", 8), new ModelOutput("m-4", -1)));
        RunLinks links = new RunLinks(
                List.of(train, other),
                List.of("m-1", "m-2"),
                List.of(new ModelOutput("m-3", 7), new ModelOutput("m-4", -1)));
        assertThat(tracking.run(TEAM, RUN).map(Run::links)).contains(links);
        assertThat(tracking.searchRuns(TEAM, List.of("0"), RunSearch.newest(1)))
                .extracting(Run::links)
                .containsExactly(links);
        tracking.deleteRun(TEAM, RUN);
        assertThatThrownBy(() -> tracking.logOutputs(TEAM, RUN, List.of(new ModelOutput("m-5", 0))))
                .hasMessageContaining("must be in the 'active' state");
    }

    @Test
    void searchRuns_byDataAndOrder_givesTheFirstOnes() {
        Tracking tracking = tracking();
        String other = tracking.createExperiment(TEAM, "other", null, Map.of()).id();
        for (int i = 0; i < 60; i++) {
            String id = "%032x".formatted(i);
            tracking.createRun(run(id, i % 2 == 0 ? "0" : other, i));
            tracking.log(TEAM, id, List.of(new Metric("m", i % 10, 1, 1)), Map.of("p", "v" + i), Map.of());
        }
        RunSearch search = new RunSearch(
                run -> run.startTime() >= 20,
                run -> run.metrics().containsValue(new Metric("m", 3, 1, 1)),
                true,
                Comparator.comparing((Run run) -> String.valueOf(run.params().get("p")))
                        .thenComparing(Run::id),
                3);
        assertThat(tracking.searchRuns(TEAM, List.of("0", other, "0", "77"), search))
                .extracting(Run::startTime)
                .containsExactly(23L, 33L, 43L);
        assertThat(tracking.searchRuns(TEAM, List.of("0"), search)).isEmpty();
        assertThat(tracking.searchRuns(TEAM, List.of(), search)).isEmpty();
        assertThat(tracking.searchRuns(Workspace.DEFAULT, List.of("0"), search)).isEmpty();
    }

    @Test
    void historyPage_inParts_isTheWholeHistory() {
        Tracking tracking = tracking();
        tracking.createRun(run(RUN, "0", 1));
        List<Metric> all = new ArrayList<>();
        for (int batch = 0; batch < 20; batch++) {
            List<Metric> points = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                points.add(new Metric("m" + i % 2, batch, batch, batch * 50 - i));
            }
            tracking.log(TEAM, RUN, points, Map.of(), Map.of());
            points.stream().filter(point -> point.key().equals("m1")).forEach(all::add);
        }
        for (int limit : List.of(1, 7, 500, 1000)) {
            List<Metric> read = new ArrayList<>();
            String from = "";
            while (from != null) {
                MetricPage page = tracking.historyPage(TEAM, RUN, "m1", from, limit);
                assertThat(page.points()).hasSizeLessThanOrEqualTo(limit);
                read.addAll(page.points());
                from = page.next();
            }
            assertThat(read).containsExactlyElementsOf(all);
        }
        assertThat(tracking.historyPage(TEAM, RUN, "m1", "", 500).next()).isNull();
        assertThat(tracking.historyPage(TEAM, RUN, "none", "", 5)).isEqualTo(new MetricPage(List.of(), null));
        assertThatThrownBy(() -> tracking.historyPage(TEAM, RUN, "m1", "x/y", 5))
                .hasMessageContaining("INVALID_PARAMETER_VALUE");
    }

    @Test
    void sampledHistory_many_isFewWithFirstAndLast() {
        Tracking tracking = tracking();
        tracking.createRun(run(RUN, "0", 1));
        List<Metric> points = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            points.add(new Metric("m", i, i, i - 10));
        }
        tracking.log(TEAM, RUN, points, Map.of(), Map.of());
        List<Metric> sample = tracking.sampledHistory(TEAM, RUN, "m", null, null, 11);
        assertThat(sample).hasSize(11).startsWith(points.getFirst()).endsWith(points.getLast());
        assertThat(sample).isSortedAccordingTo(Comparator.comparingLong(Metric::step));
        assertThat(tracking.sampledHistory(TEAM, RUN, "m", 0L, 4L, 11))
                .containsExactlyElementsOf(points.subList(10, 15));
        assertThat(tracking.sampledHistory(TEAM, RUN, "none", null, null, 11)).isEmpty();
    }

    @Test
    void log_largeBatches_areKeptWhole() {
        Tracking tracking = tracking();
        tracking.createRun(run(RUN, "0", 1));
        Random random = new Random(7);
        List<Metric> all = new ArrayList<>();
        for (int batch = 0; batch < 3; batch++) {
            List<Metric> points = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                points.add(
                        new Metric("metric-" + i % 7, random.nextDouble(), 1_700_000_000_000L + i, batch * 1000 + i));
            }
            tracking.log(TEAM, RUN, points, Map.of(), Map.of());
            all.addAll(points);
        }
        assertThat(tracking.history(TEAM, RUN, "metric-3", 0, 25_000))
                .containsExactlyElementsOf(all.stream()
                        .filter(point -> point.key().equals("metric-3"))
                        .toList());
    }

    @Test
    void log_concurrently_losesNothing() throws Exception {
        Tracking tracking = tracking();
        tracking.createRun(run(RUN, "0", 1));
        List<Future<Void>> writes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 32; i++) {
                int step = i;
                writes.add(threads.submit(() -> {
                    tracking.log(
                            TEAM,
                            RUN,
                            List.of(new Metric("m", step, step, step)),
                            Map.of("p" + step, "v"),
                            Map.of("t" + step, "v"));
                    return null;
                }));
            }
        }
        for (Future<Void> write : writes) {
            write.get();
        }
        Run run = tracking.run(TEAM, RUN).orElseThrow();
        assertThat(run.params()).hasSize(32);
        assertThat(run.tags()).hasSize(32);
        assertThat(run.metrics()).containsEntry("m", new Metric("m", 31, 31, 31));
        assertThat(tracking.history(TEAM, RUN, "m", 0, 100)).hasSize(32);
        assertThat(Optional.of(run)).isEqualTo(tracking.run(TEAM, RUN));
    }

    private static Run run(String id, String experiment, long start) {
        return new Run(
                TEAM,
                id,
                experiment,
                "keen-fox-1",
                "someone",
                "RUNNING",
                start,
                null,
                "s3://artifacts/" + id + "/artifacts",
                true,
                Map.of(),
                Map.of(),
                Map.of());
    }
}
