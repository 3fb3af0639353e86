package dev.tidemill.aws.stepfunctions;

import dev.tidemill.contract.workflow.ErrorCause;
import dev.tidemill.core.workflow.StateMachines.Step;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/** Step Functions' events, shortened: the state entered or left, and the error of what failed without its trace. */
final class HistorySteps {
    private HistorySteps() {}

    static Step of(HistoryEvent event) {
        return new Step(event.id(), event.timestamp(), event.typeAsString(), state(event), failure(event));
    }

    private static @Nullable String state(HistoryEvent event) {
        if (event.stateEnteredEventDetails() != null) {
            return event.stateEnteredEventDetails().name();
        }
        return event.stateExitedEventDetails() == null
                ? null
                : event.stateExitedEventDetails().name();
    }

    private static @Nullable String failure(HistoryEvent event) {
        if (event.executionFailedEventDetails() != null) {
            return joined(
                    event.executionFailedEventDetails().error(),
                    event.executionFailedEventDetails().cause());
        }
        if (event.executionTimedOutEventDetails() != null) {
            return joined(
                    event.executionTimedOutEventDetails().error(),
                    event.executionTimedOutEventDetails().cause());
        }
        if (event.executionAbortedEventDetails() != null) {
            return joined(
                    event.executionAbortedEventDetails().error(),
                    event.executionAbortedEventDetails().cause());
        }
        if (event.taskFailedEventDetails() != null) {
            return joined(
                    event.taskFailedEventDetails().error(),
                    event.taskFailedEventDetails().cause());
        }
        if (event.taskTimedOutEventDetails() != null) {
            return joined(
                    event.taskTimedOutEventDetails().error(),
                    event.taskTimedOutEventDetails().cause());
        }
        if (event.lambdaFunctionFailedEventDetails() != null) {
            return joined(
                    event.lambdaFunctionFailedEventDetails().error(),
                    event.lambdaFunctionFailedEventDetails().cause());
        }
        return null;
    }

    private static @Nullable String joined(@Nullable String error, @Nullable String cause) {
        String text = ErrorCause.of(cause).after(error);
        return text.isEmpty() ? null : text;
    }
}
