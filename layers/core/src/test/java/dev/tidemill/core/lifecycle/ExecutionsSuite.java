package dev.tidemill.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.event.Event;
import dev.tidemill.core.failure.Problem;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store of executions does. */
public abstract class ExecutionsSuite {
    /** The time that the suite's first execution starts. */
    protected static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123456Z");

    private static final Workspace TEAM = new Workspace("team");

    /** A store without executions. */
    protected abstract Executions executions();

    /** The ids of the events in a store's outbox. */
    protected abstract List<String> outbox(Executions executions);

    @Test
    void create_new_isFoundWhole() {
        Executions executions = executions();
        Execution execution = execution("A", ExecutionKind.TRAINING, NOW);
        assertThat(executions.create(execution)).isEqualTo(execution);
        assertThat(executions.find(TEAM, "A")).contains(execution);
        assertThat(executions.find(Workspace.DEFAULT, "A")).isEmpty();
        assertThat(executions.find(TEAM, "B")).isEmpty();
    }

    @Test
    void create_again_returnsTheFirst() {
        Executions executions = executions();
        Execution first = executions.create(execution("A", ExecutionKind.TRAINING, NOW));
        assertThat(executions.create(execution("A", ExecutionKind.SCORING, NOW.plusSeconds(1))))
                .isEqualTo(first);
    }

    @Test
    void list_pages_newestFirst() {
        Executions executions = executions();
        for (int i = 0; i < 5; i++) {
            executions.create(execution(
                    "E" + i, i % 2 == 0 ? ExecutionKind.TRAINING : ExecutionKind.SCORING, NOW.plusSeconds(i)));
        }
        Executions.Page first = executions.list(TEAM, "flights", null, 2, null);
        assertThat(first.executions()).extracting(Execution::id).containsExactly("E4", "E3");
        Executions.Page second = executions.list(TEAM, "flights", null, 3, first.nextPageToken());
        assertThat(second.executions()).extracting(Execution::id).containsExactly("E2", "E1", "E0");
        assertThat(second.nextPageToken()).isNull();
        assertThat(executions
                        .list(TEAM, "flights", ExecutionKind.SCORING, 10, null)
                        .executions())
                .extracting(Execution::id)
                .containsExactly("E3", "E1");
        assertThat(executions.list(TEAM, "other", null, 10, null).executions()).isEmpty();
    }

    @Test
    void list_foreignToken_isRefused() {
        assertThatThrownBy(() -> executions().list(TEAM, "flights", null, 2, "?"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pageToken");
    }

    @Test
    void end_running_storesResultAndEvents() {
        Executions executions = executions();
        executions.create(execution("A", ExecutionKind.TRAINING, NOW));
        Instant end = NOW.plusSeconds(9);
        Execution ended =
                executions.end(TEAM, "A", ExecutionStatus.SUCCEEDED, "{\"rows\":1}", null, List.of(event("e1")), end);
        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(ended.result()).isEqualTo("{\"rows\":1}");
        assertThat(ended.endedAt()).isEqualTo(end);
        assertThat(executions.find(TEAM, "A")).contains(ended);
        assertThat(outbox(executions)).containsExactly("e1");
    }

    @Test
    void end_again_changesNothing() {
        Executions executions = executions();
        executions.create(execution("A", ExecutionKind.TRAINING, NOW));
        Problem problem = new Problem("NO_ROWS", "No rows.", List.of(new Problem.Detail("file", "0", "rows")));
        Execution failed =
                executions.end(TEAM, "A", ExecutionStatus.FAILED, null, problem, List.of(), NOW.plusSeconds(1));
        assertThat(failed.problem()).isEqualTo(problem);
        assertThat(executions.end(
                        TEAM, "A", ExecutionStatus.SUCCEEDED, "{}", null, List.of(event("e1")), NOW.plusSeconds(2)))
                .isEqualTo(failed);
        assertThat(outbox(executions)).isEmpty();
    }

    @Test
    void end_manyEvents_areRecordedTogether() {
        Executions executions = executions();
        executions.create(execution("A", ExecutionKind.TRAINING, NOW));
        executions.end(
                TEAM, "A", ExecutionStatus.SUCCEEDED, "{}", null, List.of(event("e1"), event("e2"), event("e1")), NOW);
        assertThat(outbox(executions)).contains("e1", "e2");
    }

    @Test
    void end_eventThatAnotherExecutionToldBefore_isRecordedOnce() {
        Executions executions = executions();
        executions.create(execution("A", ExecutionKind.INGESTION, NOW));
        executions.create(execution("B", ExecutionKind.INGESTION, NOW));
        executions.end(TEAM, "A", ExecutionStatus.SUCCEEDED, "{}", null, List.of(event("e1")), NOW);
        executions.end(TEAM, "B", ExecutionStatus.SUCCEEDED, "{}", null, List.of(event("e1")), NOW.plusSeconds(1));
        assertThat(outbox(executions)).containsExactly("e1");
    }

    @Test
    void end_absent_isRefused() {
        assertThatThrownBy(() -> executions().end(TEAM, "A", ExecutionStatus.SUCCEEDED, "{}", null, List.of(), NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'A'");
    }

    private static Execution execution(String id, ExecutionKind kind, Instant startedAt) {
        return new Execution(
                TEAM,
                id,
                "flights",
                kind,
                "0123",
                "{\"asOf\":null}",
                ExecutionStatus.RUNNING,
                null,
                null,
                startedAt,
                null,
                "corr",
                List.of("cause"));
    }

    private static Event event(String id) {
        return new Event(
                id, "TrainingCompleted", 1, NOW, TEAM, "flights", "model", "corr", List.of("A"), "{\"version\":1}");
    }
}
