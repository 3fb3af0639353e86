package dev.tidemill.aws.stepfunctions;

import dev.tidemill.core.lifecycle.ExecutionKind;
import dev.tidemill.core.workflow.StateMachines;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.TaskDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;
import software.amazon.awssdk.services.sfn.model.ValidationException;

/** The machines whose names are a prefix and a kind's short name; an execution is named by its id. */
public final class SfnStateMachines implements StateMachines {
    private static final int MOST_CAUSE = 32_768;
    private static final int MOST_ERROR = 256;

    private final SfnClient client;
    private final String prefix;

    /**
     * @param prefix such as {@code arn:aws:states:eu-west-1:111122223333:stateMachine:tidemill-}
     */
    public SfnStateMachines(SfnClient client, String prefix) {
        this.client = client;
        this.prefix = prefix;
    }

    /** The address of a kind's machine. */
    public String machineArn(ExecutionKind kind) {
        return prefix + kind.machine();
    }

    /** The address of an execution. */
    public String executionArn(ExecutionKind kind, String executionId) {
        return machineArn(kind).replace(":stateMachine:", ":execution:") + ":" + executionId;
    }

    @Override
    public void start(ExecutionKind kind, String executionId, String input) {
        try {
            client.startExecution(request ->
                    request.stateMachineArn(machineArn(kind)).name(executionId).input(input));
        } catch (ExecutionAlreadyExistsException e) {
            // Started before under this id, which is what is wanted.
            return;
        }
    }

    @Override
    public void stop(ExecutionKind kind, String executionId, String cause) {
        String arn = executionArn(kind, executionId);
        try {
            client.stopExecution(
                    request -> request.executionArn(arn).error("Cancelled").cause(shortened(cause, MOST_CAUSE)));
        } catch (ExecutionDoesNotExistException e) {
            return;
        } catch (ValidationException e) {
            // Emulators refuse to stop what has ended.
            if (client.describeExecution(request -> request.executionArn(arn)).status() == ExecutionStatus.RUNNING) {
                throw e;
            }
        }
    }

    @Override
    public List<Step> history(ExecutionKind kind, String executionId) {
        List<Step> steps = new ArrayList<>();
        try {
            for (HistoryEvent event : client.getExecutionHistoryPaginator(
                            request -> request.executionArn(executionArn(kind, executionId)))
                    .events()) {
                steps.add(HistorySteps.of(event));
            }
        } catch (ExecutionDoesNotExistException e) {
            return List.of();
        }
        return steps;
    }

    @Override
    public void complete(String taskToken, String output) {
        tolerant(() ->
                client.sendTaskSuccess(request -> request.taskToken(taskToken).output(output)));
    }

    @Override
    public void fail(String taskToken, String error, String cause) {
        tolerant(() -> client.sendTaskFailure(request ->
                request.taskToken(taskToken).error(shortened(error, MOST_ERROR)).cause(shortened(cause, MOST_CAUSE))));
    }

    private static void tolerant(Runnable answer) {
        try {
            answer.run();
        } catch (TaskTimedOutException | TaskDoesNotExistException | InvalidTokenException e) {
            // The task waits no more: it was answered, timed out or cancelled.
            return;
        }
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
