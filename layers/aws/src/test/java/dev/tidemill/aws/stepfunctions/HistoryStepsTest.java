package dev.tidemill.aws.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.core.workflow.StateMachines.Step;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;

class HistoryStepsTest {
    private static final String CAUSE = "{\"errorMessage\":\"disk full\",\"errorType\":\"java.io.IOException\","
            + "\"stackTrace\":[\"a.B.c(B.java:1)\"]}";

    @Test
    void of_failedTask_tellsTypeAndMessageWithoutTheTrace() {
        HistoryEvent event = event(HistoryEventType.TASK_FAILED)
                .taskFailedEventDetails(
                        details -> details.error("java.io.IOException").cause(CAUSE))
                .build();

        assertThat(HistorySteps.of(event))
                .isEqualTo(new Step(7, Instant.EPOCH, "TaskFailed", null, "java.io.IOException: disk full"));
    }

    @Test
    void of_failedExecution_tellsTypeAndMessageWithoutTheTrace() {
        HistoryEvent event = event(HistoryEventType.EXECUTION_FAILED)
                .executionFailedEventDetails(
                        details -> details.error("States.TaskFailed").cause(CAUSE))
                .build();

        assertThat(HistorySteps.of(event).detail()).isEqualTo("States.TaskFailed: java.io.IOException: disk full");
    }

    @Test
    void of_enteredState_tellsItsNameOnly() {
        HistoryEvent event = event(HistoryEventType.TASK_STATE_ENTERED)
                .stateEnteredEventDetails(details -> details.name("Ingest").input("{}"))
                .build();

        assertThat(HistorySteps.of(event)).isEqualTo(new Step(7, Instant.EPOCH, "TaskStateEntered", "Ingest", null));
    }

    private static HistoryEvent.Builder event(HistoryEventType type) {
        return HistoryEvent.builder().id(7L).timestamp(Instant.EPOCH).type(type);
    }
}
